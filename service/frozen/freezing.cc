#include "frozen/freezing.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "dunghan/base/text.h"
#include "dunghan/statement/silent_sources.h"

namespace dunghan::frozen {
namespace {

using statement::FrozenOnRecord;
using statement::FrozenStatement;

std::string ReasonNeeded(std::string_view why) {
  return fmt::format("{}; to freeze it all the same, say why with --reason", why);
}

/// What speaks against freezing it, and which edition it would be.
Result<int64_t> EditionOf(ledger::View& view, const Asked& asked) {
  const auto frozen = statement::FrozenIn(view);
  if (!frozen) return frozen.error();
  const FrozenOnRecord* last = nullptr;
  for (const FrozenOnRecord& one : *frozen) {
    if (one.statement.identity == asked.identity) last = &one;
  }
  if (!last) return 1;
  if (asked.reason.empty()) {
    return Conflict(ReasonNeeded(fmt::format("it is frozen already, as {}", last->id)));
  }
  return last->statement.edition + 1;
}

Result<void> Render(const Made& made, const std::vector<std::string>& formats, Draft& draft) {
  const statement::Frozen mark = MarkOf(draft.statement);
  for (const std::string& format : formats) {
    auto bytes = made.write(format, mark);
    if (!bytes) return bytes.error();
    statement::FrozenFile file{fmt::format("{}.{}", draft.id, format), format, Sha256(*bytes),
                               bytes->size()};
    draft.statement.files.push_back(file);
    draft.files.push_back({std::move(file), std::move(*bytes)});
  }
  return {};
}

}  // namespace

std::string Incomplete::Text() const {
  std::string text = not_over ? "the period is not over" : "";
  if (!silent.empty()) {
    text += fmt::format("{}nothing from after the period has come yet of: {}",
                        text.empty() ? "" : "; ", fmt::join(silent, ", "));
  }
  return text;
}

Result<Incomplete> IncompleteOf(ledger::View& view, const figures::Period& period,
                                const std::vector<std::string>& sources) {
  const worktime::Zone& zone = view.rulebook().default_calendar().zone();
  Incomplete incomplete;
  incomplete.not_over = view.position().at < zone.StartOf(period.to + std::chrono::days{1});
  auto silent = statement::SilentSources(view, period, sources);
  if (!silent) return silent.error();
  incomplete.silent = std::move(*silent);
  return incomplete;
}

Result<Draft> Prepare(ledger::View& view, const Maker& maker, const Asked& asked) {
  const auto edition = EditionOf(view, asked);
  if (!edition) return edition.error();
  const auto period = figures::ParsePeriod(asked.identity.period);
  if (!period) return period.error();
  const auto incomplete = IncompleteOf(view, *period, asked.sources);
  if (!incomplete) return incomplete.error();
  // No reason makes a period whole: it would stand in the place of the one that is.
  if (incomplete->not_over) {
    return InvalidArgument(
        fmt::format("the period is not over: {} cannot be frozen yet", asked.identity.period));
  }
  if (asked.reason.empty() && incomplete->any()) {
    return InvalidArgument(ReasonNeeded(incomplete->Text()));
  }
  auto made = maker(view, asked.identity);
  if (!made) return made.error();
  if (made->is_empty) {
    return InvalidArgument(
        fmt::format("nothing is known of {}: there is nothing to freeze", asked.identity.period));
  }
  Draft draft;
  draft.seen = view.position().seq;
  FrozenStatement& statement = draft.statement;
  statement.identity = asked.identity;
  statement.edition = *edition;
  statement.reason = asked.reason;
  statement.actor = asked.actor;
  statement.definition = statement::CurrentDefinition();
  statement.settings = made->settings;
  statement.program = asked.program;
  statement.position = made->position;
  statement.digest = Sha256(made->json);
  statement.json = made->json;
  draft.id = statement::IdOf(statement);
  if (auto rendered = Render(*made, asked.formats, draft); !rendered) return rendered.error();
  return draft;
}

ledger::Acts ActsOf(const Draft& draft) {
  return {{{record::Kind::kFrozen, statement::WriteFrozen(draft.statement)}}, draft.seen};
}

Result<std::optional<FrozenOnRecord>> Resume(ledger::View& view, const Maker& maker,
                                             const Shelf& shelf, const Asked& asked,
                                             const ViewOpener& open) {
  auto frozen = statement::FrozenIn(view);
  if (!frozen) return frozen.error();
  shelf.Tidy(*frozen);
  FrozenOnRecord* last = nullptr;
  for (FrozenOnRecord& one : *frozen) {
    if (one.statement.identity == asked.identity) last = &one;
  }
  if (!last) return std::optional<FrozenOnRecord>();
  const auto done = Complete(last->statement, maker, shelf, open);
  // Files that this build cannot make any more keep nobody from another edition.
  if (!done && done.error().code == ErrorCode::kInternal) return std::optional<FrozenOnRecord>();
  if (!done) return done.error();
  // Whoever gives another reason means another edition.
  const bool is_repeat = asked.reason.empty() || asked.reason == last->statement.reason;
  if (!*done || !is_repeat) return std::optional<FrozenOnRecord>();
  return std::optional(std::move(*last));
}

Result<FrozenOnRecord> Freeze(ledger::Ledger& ledger, const Maker& maker, const Shelf& shelf,
                              const Asked& asked) {
  const ViewOpener open = [&](const std::optional<ledger::AsOf>& as_of) {
    return ledger.OpenView(as_of);
  };
  auto view = open({});
  if (!view) return view.error();
  auto resumed = Resume(**view, maker, shelf, asked, open);
  if (!resumed) return resumed.error();
  if (*resumed) return std::move(**resumed);
  auto draft = Prepare(**view, maker, asked);
  if (!draft) return draft.error();
  // In memory nothing may be written while somebody looks.
  view->reset();
  if (auto laid = shelf.LayReady(draft->files); !laid) return laid.error();
  auto recorded = ledger.Record(ActsOf(*draft));
  if (!recorded) return recorded.error();
  if (auto done = Complete(draft->statement, maker, shelf, open); !done) return done.error();
  auto now = open({});
  if (!now) return now.error();
  return statement::FindFrozen(**now, draft->id);
}

ledger::AsOf AsOfOf(const record::Position& position) { return {position.seq, position.at}; }

statement::Frozen MarkOf(const FrozenStatement& statement) {
  const std::string id = statement::IdOf(statement);
  const std::string digest = ToHex(statement.digest);
  return {id, static_cast<int>(statement.edition), digest,
          fmt::format("{} sha256:{} {}", id, digest, statement.position.Text())};
}

Result<Made> MakeAnew(const FrozenStatement& statement, const Maker& maker,
                      const ViewOpener& open) {
  auto view = open(AsOfOf(statement.position));
  if (!view) return view.error();
  if ((*view)->position().chain != statement.position.chain) {
    return Internal(fmt::format("the record has another link at position {} than the statement",
                                statement.position.seq),
                    statement.position.Text());
  }
  return maker(**view, statement.identity);
}

Result<bool> Complete(const FrozenStatement& statement, const Maker& maker, const Shelf& shelf,
                      const ViewOpener& open) {
  const auto published = shelf.Publish(statement);
  if (!published) return published.error();
  if (published->missing.empty()) return published->any;
  const auto made = MakeAnew(statement, maker, open);
  if (!made) return made.error();
  const statement::Frozen mark = MarkOf(statement);
  for (const statement::FrozenFile& file : published->missing) {
    const auto bytes = made->write(file.format, mark);
    if (!bytes) return bytes.error();
    if (auto put = shelf.Put(file, *bytes); !put) return put.error();
  }
  return true;
}

Result<ledger::Acts> SentActs(ledger::View& view, const statement::Sent& sent) {
  const auto found = statement::FindFrozen(view, sent.id);
  if (!found) return found.error();
  // Whoever asks for it later shall find the one that was sent.
  if (found->sent) {
    return Conflict(fmt::format(
        "{} was sent already: {} of {}, signed by {}; freeze another "
        "edition to send another",
        sent.id, found->sent->number, FormatDate(found->sent->date), found->sent->signer));
  }
  const worktime::Zone& zone = view.rulebook().default_calendar().zone();
  const LocalDay frozen = zone.DayOf(found->statement.position.at);
  const LocalDay today = zone.DayOf(view.position().at);
  if (sent.date < frozen || sent.date > today) {
    return InvalidArgument(
        fmt::format("date: {} was frozen on {} and today is {}: it cannot have been sent on {}",
                    sent.id, FormatDate(frozen), FormatDate(today), FormatDate(sent.date)));
  }
  return ledger::Acts{{{record::Kind::kAct, statement::WriteSent(sent)}}, view.position().seq};
}

}  // namespace dunghan::frozen
