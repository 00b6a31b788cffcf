#include "operator_desk.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "access/new_token.h"
#include "dunghan/base/digest.h"
#include "dunghan/base/escaped.h"
#include "intake/event_decoder.h"
#include "intake/quarantine_by_hand.h"
#include "intake/quarantine_retry.h"
#include "rules_answer.h"

namespace dunghan::app {
namespace {

using boost::asio::awaitable;
using Ledger = std::unique_ptr<ledger::Ledger>;

/// What a job came to; nothing before it ran.
template <class T>
using Outcome = std::shared_ptr<std::optional<Result<T>>>;

std::string ToJson(const ledger::OutcomeCounts& counts) {
  return api::kRetriedTable.ToText(counts);
}

std::string ToJson(const RulesApplied& applied) {
  api::ApplyAnswer answer;
  if (applied.applied.is_new) answer = {Describe(applied), InForce(applied)};
  return api::kApplyTable.ToText(answer);
}

std::string ToJson(const statement::FrozenOnRecord& frozen, const frozen::Shelf& shelf) {
  api::FrozenAnswer answer{frozen.id, {}};
  for (const auto& file : frozen.statement.files) {
    answer.files.push_back(shelf.PathOf(file).string());
  }
  return api::kFrozenAnswerTable.ToText(answer);
}

std::string SentAsJson(const std::string& id) { return api::kFrozenAnswerTable.ToText({id, {}}); }

class OperatorDesk : public std::enable_shared_from_this<OperatorDesk> {
 public:
  explicit OperatorDesk(DeskParts parts) : parts_(std::move(parts)) {}

  awaitable<Result<std::string>> Retry(api::Operation asked) {
    const auto outcome = std::make_shared<std::optional<Result<ledger::OutcomeCounts>>>();
    if (IsBoth(asked)) co_return TooMuchNamed();
    auto job = RetryJob(asked, outcome);
    const auto ran = co_await parts_.queue.Await(std::move(job));
    if (!ran) co_return ran.error();
    const auto& counts = **outcome;
    if (!counts) co_return counts.error();
    TellRetried(asked, *counts);
    co_return ToJson(*counts);
  }

  awaitable<Result<std::string>> Discard(api::Operation asked) {
    if (asked.ids.empty()) co_return NothingNamed();
    const auto outcome = std::make_shared<std::optional<Result<int64_t>>>();
    auto job = DiscardJob(asked, outcome);
    const auto ran = co_await parts_.queue.Await(std::move(job));
    if (!ran) co_return ran.error();
    const auto& count = **outcome;
    if (!count) co_return count.error();
    TellDiscarded(asked, *count);
    co_return DiscardedAsJson(*count);
  }

  awaitable<Result<std::string>> Look(api::Operation asked) {
    if (asked.ids.size() != 1) co_return InvalidArgument("ids: expected the one entry to look at");
    const auto outcome = std::make_shared<std::optional<Result<std::string>>>();
    auto job = LookJob(asked, outcome);
    const auto ran = co_await parts_.queue.Await(std::move(job));
    if (!ran) co_return ran.error();
    const auto& bytes = **outcome;
    if (!bytes) co_return bytes.error();
    TellLooked(asked);
    co_return LookedAsJson(*bytes);
  }

  awaitable<Result<std::string>> Apply(api::Operation asked) {
    auto read = [file = parts_.config, codes = parts_.codes] {
      return Result<LoadedRules>(LoadRules(file, codes));
    };
    const auto loaded = co_await parts_.chores.Run(std::move(read));
    if (!loaded) co_return loaded.error();
    const auto application = ApplicationOf(asked, *loaded);
    if (!application) co_return application.error();
    const auto outcome = std::make_shared<std::optional<Result<RulesApplied>>>();
    auto job = ApplyJob(*loaded->rules, *application, outcome);
    const auto ran = co_await parts_.queue.Await(std::move(job));
    if (!ran) co_return ran.error();
    const auto& applied = **outcome;
    if (!applied) co_return applied.error();
    co_return ToJson(*applied);
  }

  awaitable<Result<std::string>> Freeze(api::Operation asked) {
    auto wanted = AskedOf(asked);
    auto frozen = co_await parts_.frozen->Freeze(std::move(wanted));
    if (!frozen) co_return frozen.error();
    co_return ToJson(*frozen, parts_.frozen->Shelf());
  }

  awaitable<Result<std::string>> Send(api::Operation asked) {
    auto sent = SentOf(asked);
    if (!sent) co_return sent.error();
    auto done = co_await parts_.frozen->Send(std::move(*sent));
    if (!done) co_return done.error();
    co_return SentAsJson(*done);
  }

  awaitable<Result<std::string>> Pair(api::Operation asked) {
    const auto token = TokenFor(asked);
    if (!token) co_return token.error();
    auto add = [file = parts_.tokens, token = *token] {
      return access::AddToken(file, token, token.created);
    };
    const auto added = co_await parts_.chores.Run(std::move(add));
    if (!added) co_return added.error();
    parts_.screens.Forget(token->digest);
    TellPaired(*token);
    co_return PairedAsJson(*token);
  }

  const std::string& key() const { return parts_.key; }

 private:
  // Coroutines hold no braced lists and no temporaries: what they await is built here.
  live::CommitQueue::Job RetryJob(const api::Operation& asked,
                                  const Outcome<ledger::OutcomeCounts>& outcome) {
    return
        [self = shared_from_this(), ids = asked.ids,
         filter = intake::QuarantineFilter{asked.source, asked.reason}, outcome](Ledger& ledger) {
          intake::EventDecoder decoder(self->parts_.codes, ledger->timeline());
          ledger::OutcomeCounts counts;
          const auto tell = [&](ledger::Appended&& appended) {
            self->parts_.loader.Tell(std::move(appended));
          };
          const auto done = ids.empty()
                                ? intake::RetryQuarantine(*ledger, decoder, filter, counts, tell)
                                : intake::RetryQuarantine(*ledger, decoder, ids, counts, tell);
          *outcome = done ? Result<ledger::OutcomeCounts>(counts) : done.error();
        };
  }

  static live::CommitQueue::Job DiscardJob(const api::Operation& asked,
                                           const Outcome<int64_t>& outcome) {
    intake::DoneBy by{asked.operator_name, asked.reason};
    return [ids = asked.ids, by = std::move(by), outcome](Ledger& ledger) {
      *outcome = intake::DiscardQuarantine(*ledger, ids, by);
    };
  }

  live::CommitQueue::Job LookJob(const api::Operation& asked,
                                 const Outcome<std::string>& outcome) const {
    intake::DoneBy by{asked.operator_name, asked.reason};
    return [this, id = asked.ids.front(), by = std::move(by), outcome](Ledger& ledger) {
      *outcome = intake::LookAtBytes(*ledger, id, by, parts_.clock.Now());
    };
  }

  live::CommitQueue::Job ApplyJob(Rules rules, ledger::Application application,
                                  const Outcome<RulesApplied>& outcome) {
    return [self = shared_from_this(), rules = std::move(rules),
            application = std::move(application), outcome](Ledger& ledger) {
      *outcome = ApplyRulebook(*ledger, application, self->parts_.codes);
      const auto& applied = **outcome;
      // Even if it was on record already: the daemon may have missed that.
      if (applied) self->parts_.reloader.PutInForce(*ledger, rules, *applied);
    };
  }

  Result<ledger::Application> ApplicationOf(const api::Operation& asked,
                                            const LoadedRules& loaded) const {
    if (!loaded.rules) {
      std::string why;
      for (const Problem& problem : loaded.problems) why += "; " + ToString(problem);
      return InvalidArgument("the daemon cannot use its configuration" + why);
    }
    const auto& rulebook = loaded.rules->rulebook;
    if (asked.rulebook != ToHex(rulebook->digest())) {
      return InvalidArgument(fmt::format(
          "the daemon goes by {}, which gives another rulebook (sha256:{}) than the command's "
          "configuration; name that file with --config",
          parts_.config.string(), ToHex(rulebook->digest()).substr(0, 12)));
    }
    return MakeApplication(rulebook, asked.effective_from, asked.operator_name, asked.reason);
  }

  frozen::Asked AskedOf(const api::Operation& asked) const {
    auto wanted = parts_.frozen->AskedFor({.form = asked.form,
                                           .period = asked.period,
                                           .basis = asked.basis,
                                           .by = asked.by,
                                           .tree = asked.tree,
                                           .agency = asked.agency,
                                           .language = asked.language});
    wanted.reason = asked.reason;
    wanted.actor = asked.operator_name;
    return wanted;
  }

  static Result<statement::Sent> SentOf(const api::Operation& asked) {
    const auto date = ParseDate(asked.date);
    if (!date) return InvalidArgument("date: " + date.error().for_client);
    if (asked.number.empty() || asked.signer.empty()) {
      return InvalidArgument("number and signer: expected something");
    }
    return statement::Sent{.id = asked.statement,
                           .number = asked.number,
                           .date = *date,
                           .signer = asked.signer,
                           .actor = asked.operator_name};
  }

  /// What the cookie of the screen becomes that shows the code.
  Result<access::Token> TokenFor(const api::Operation& asked) const {
    const Instant now = parts_.clock.Now();
    const auto end = access::EndOf(asked.lasts, now);
    if (!end) return end.error();
    access::Token token{.name = asked.name,
                        .role = access::Role::kWall,
                        .agencies = asked.agencies,
                        .created = now,
                        .created_by = asked.operator_name,
                        .expires = *end};
    if (token.name.empty()) token.name = "wall";
    if (auto good = access::CheckNew(token, *parts_.in_force.rules().rulebook); !good) {
      return good.error();
    }
    const auto screen = parts_.screens.Find(asked.code);
    if (!screen) return screen.error();
    token.digest = *screen;
    // Not said: as good as any other that nobody has.
    if (asked.name.empty()) token.name += "-" + ToHex(token.digest).substr(0, 8);
    return token;
  }
  std::string PairedAsJson(const access::Token& token) const {
    return api::kPairedTable.ToText(
        {token.name, report::Zoned(token.expires, parts_.in_force.zone())});
  }
  void TellPaired(const access::Token& token) {
    parts_.log.Info("access.paired", {{"operator", token.created_by}, {"token", token.name}});
  }

  static Error NothingNamed() { return InvalidArgument("ids: expected the entries to discard"); }
  static bool IsBoth(const api::Operation& asked) {
    return !asked.ids.empty() && !(asked.source.empty() && asked.reason.empty());
  }
  static Error TooMuchNamed() {
    return InvalidArgument("ids go without source and reason, which say which entries are meant");
  }
  static std::string DiscardedAsJson(int64_t count) { return api::kDiscardedTable.ToText({count}); }

  static std::string LookedAsJson(const std::string& bytes) {
    return api::kLookedAtTable.ToText({Escaped(bytes)});
  }

  void TellRetried(const api::Operation& asked, const ledger::OutcomeCounts& counts) {
    parts_.log.Info("quarantine.retried",
                    {{"operator", asked.operator_name},
                     {"stored", std::to_string(counts.stored)},
                     {"duplicate", std::to_string(counts.duplicate)},
                     {"still_quarantined", std::to_string(counts.quarantined)}});
  }
  void TellDiscarded(const api::Operation& asked, int64_t count) {
    parts_.log.Info("quarantine.discarded", {{"operator", asked.operator_name},
                                             {"entries", std::to_string(count)},
                                             {"reason", asked.reason}});
  }

  void TellLooked(const api::Operation& asked) {
    parts_.log.Info("quarantine.looked", {{"operator", asked.operator_name},
                                          {"entry", std::to_string(asked.ids.front())},
                                          {"reason", asked.reason}});
  }

  DeskParts parts_;
};

}  // namespace

std::shared_ptr<const api::Operations> MakeOperations(DeskParts parts) {
  const auto desk = std::make_shared<OperatorDesk>(std::move(parts));
  auto operations = std::make_shared<api::Operations>();
  operations->key = desk->key();
  operations->retry_quarantine = [desk](api::Operation asked) {
    return desk->Retry(std::move(asked));
  };
  operations->discard_quarantine = [desk](api::Operation asked) {
    return desk->Discard(std::move(asked));
  };
  operations->look_at_quarantine = [desk](api::Operation asked) {
    return desk->Look(std::move(asked));
  };
  operations->freeze_report = [desk](api::Operation asked) {
    return desk->Freeze(std::move(asked));
  };
  operations->send_report = [desk](api::Operation asked) { return desk->Send(std::move(asked)); };
  operations->pair_screen = [desk](api::Operation asked) { return desk->Pair(std::move(asked)); };
  operations->apply_rulebook = [desk](api::Operation asked) {
    return desk->Apply(std::move(asked));
  };
  return operations;
}

}  // namespace dunghan::app
