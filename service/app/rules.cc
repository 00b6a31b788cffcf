#include "app/rules.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <exception>
#include <utility>

#include "app/print_rules.h"
#include "dunghan/base/text.h"
#include "intake/quarantine_retry.h"
#include "rules_answer.h"

namespace dunghan::app {

namespace {

LoadedRules ReadRules(const std::filesystem::path& file, std::shared_ptr<CodeTable> codes) {
  LoadedSettings loaded = LoadSettings(file);
  LoadedRules result{{}, std::move(loaded.problems)};
  if (HasErrors(result.problems)) return result;
  auto book = LoadRulebook(loaded.settings, std::move(codes));
  result.problems.insert(result.problems.end(), book.problems.begin(), book.problems.end());
  auto print = LoadPrintRules(loaded.settings);
  result.problems.insert(result.problems.end(), print.problems.begin(), print.problems.end());
  auto national = LoadNational(loaded.settings);
  result.problems.insert(result.problems.end(), national.problems.begin(), national.problems.end());
  if (HasErrors(result.problems) || !book.rulebook) return result;
  result.rules =
      Rules{std::move(book.rulebook), std::move(loaded.settings.figures), std::move(print.rules),
            std::make_shared<const intake::NationalMapping>(std::move(national.mapping))};
  return result;
}

}  // namespace

LoadedRules LoadRules(const std::filesystem::path& file, std::shared_ptr<CodeTable> codes) {
  try {
    return ReadRules(file, std::move(codes));
  } catch (const std::exception& failure) {
    // A defect, or no memory left. Whoever asked goes on with the rules it has.
    return {{}, {{file.string(), 0, "", std::string("cannot be used: ") + failure.what()}}};
  }
}

intake::LoadedNational LoadNational(const Settings& settings) {
  const auto& file = settings.national.mapping;
  return file ? intake::LoadNationalMapping(*file)
              : intake::LoadedNational{intake::BuiltInNational(), {}};
}

bool SameRules(const Rules& a, const Rules& b) {
  const bool same_national =
      a.national == b.national || (a.national && b.national && *a.national == *b.national);
  return a.rulebook->digest() == b.rulebook->digest() && a.policy == b.policy &&
         a.print == b.print && same_national;
}

std::string OperatorName() {
  // Nobody sets the environment of a running daemon. NOLINTNEXTLINE(concurrency-mt-unsafe)
  if (const char* user = std::getenv("SUDO_USER"); user && *user) return user;
  std::array<char, 4096> names{};
  passwd place{};
  passwd* entry = nullptr;
  getpwuid_r(geteuid(), &place, names.data(), names.size(), &entry);
  return entry ? entry->pw_name : "uid " + std::to_string(geteuid());
}

std::string Describe(const RulesApplied& rules) {
  const auto& version = rules.applied.version;
  const auto& zone = version.rulebook->default_calendar().zone();
  std::string text = fmt::format(
      "rulebook sha256:{} in force from {}, recorded at position {} by {}: {} dossier{} moved",
      ToHex(version.rulebook->digest()).substr(0, 12),
      version.effective_from ? zone.Format(*version.effective_from) : "the beginning", version.seq,
      version.operator_name, rules.applied.moved, rules.applied.moved == 1 ? "" : "s");
  if (rules.retried.all() > 0) {
    text += fmt::format("; quarantine retried: stored {}, duplicate {}, still quarantined {}",
                        rules.retried.stored, rules.retried.duplicate, rules.retried.quarantined);
  }
  if (rules.retry_failure) {
    text += "; quarantine could not be retried: " + rules.retry_failure->for_client;
  }
  return text + "; chain " + rules.head.Text();
}

api::RulebookInForce InForce(const RulesApplied& rules) {
  const auto& version = rules.applied.version;
  return {.rulebook = "sha256:" + ToHex(version.rulebook->digest()),
          .position = version.seq,
          .moved = rules.applied.moved,
          .retried = rules.retried};
}

std::string DescribeAsJson(const RulesApplied& rules) {
  return api::kInForceTable.ToText(InForce(rules));
}

Result<ledger::Application> MakeApplication(std::shared_ptr<const rulebook::Rulebook> rulebook,
                                            const std::optional<std::string>& effective_from,
                                            std::string operator_name, std::string reason) {
  ledger::Application application{
      std::move(rulebook), {}, std::move(operator_name), std::move(reason)};
  if (!effective_from) return application;
  if (const auto day = ParseDate(*effective_from)) {
    application.effective_from = application.rulebook->default_calendar().zone().StartOf(*day);
    return application;
  }
  const auto at = ParseRfc3339(*effective_from);
  if (!at) {
    return InvalidArgument(fmt::format("--effective-from: expected a date or an instant, got {}",
                                       JsonQuote(*effective_from)));
  }
  application.effective_from = *at;
  return application;
}

/// That the retry fails is told beside: the rulebook is on record by then.
Result<RulesApplied> ApplyRulebook(ledger::Ledger& ledger, const ledger::Application& application,
                                   const std::shared_ptr<CodeTable>& codes) {
  auto applied = ledger.Apply(application);
  if (!applied) return applied.error();
  RulesApplied result{std::move(*applied), {}, ledger.position()};
  if (!result.applied.is_new || ledger.quarantine_waiting() == 0) return result;
  intake::EventDecoder decoder(codes, ledger.timeline());
  const auto done =
      intake::RetryQuarantine(ledger, decoder, result.retried, [&](ledger::Appended&& appended) {
        for (const auto& change : appended.changes) {
          result.heard = std::max(result.heard, change.after.facts.last_at);
        }
      });
  if (!done) result.retry_failure = done.error();
  result.head = ledger.position();
  return result;
}

}  // namespace dunghan::app
