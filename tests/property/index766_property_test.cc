#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dunghan/board/board.h"
#include "dunghan/dossier/judge.h"
#include "dunghan/statement/statement.h"
#include "dunghan/test/histories.h"
#include "dunghan/test/ledgers.h"
#include "dunghan/worktime/due.h"

/// Index 766 of statements and boards, against a recount dossier by dossier, event by event, by the
/// words of the rules: no timeline and no cells.
namespace dunghan::statement {
namespace {

using dossier::Event;
using dossier::EventType;
using dossier::Index766Policy;
using dossier::Index766Rules;
using dossier::IndexVerdict;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr hours kVietnam{7};  // ahead of UTC, always

LocalDay DayOf(Instant at) {
  return LocalDay{std::chrono::floor<days>(at + kVietnam).time_since_epoch()};
}
Instant StartOf(LocalDay day) { return Instant{day.time_since_epoch()} - kVietnam; }
Instant EndOf(LocalDay day) { return StartOf(day + days{1}); }

/// The events of one dossier that rule, in canonical order: the first of each id, of receipts every
/// content, and nothing that was voided.
std::vector<Event> Ruling(std::vector<Event> events) {
  std::sort(events.begin(), events.end(), dossier::CanonicalLess);
  events.erase(std::unique(events.begin(), events.end()), events.end());
  const auto first_of = [&](SourceName source, const std::string& id) {
    return *std::find_if(events.begin(), events.end(), [&](const Event& event) {
      return event.source == source && event.id == id;
    });
  };
  const auto is_voided = [&](const Event& event) {
    return std::any_of(events.begin(), events.end(), [&](const Event& other) {
      return other.type == EventType::kVoided && other.source == event.source &&
             other.voids == event.id && first_of(other.source, other.id) == other;
    });
  };
  std::vector<Event> ruling;
  for (const Event& event : events) {
    const Event first = first_of(event.source, event.id);
    const bool claims = event.type == EventType::kReceived && first.type == EventType::kReceived;
    if (event.type == EventType::kVoided || is_voided(event)) continue;
    if (first == event || claims) ruling.push_back(event);
  }
  return ruling;
}

/// What the recount needs to know beside the events.
struct Circumstances {
  std::shared_ptr<const rulebook::Rulebook> rulebook;
  figures::Period period;
  Instant position;
  Tree tree = Tree::kAsWas;

  Instant period_end() const { return EndOf(period.to) - milliseconds{1}; }
  /// T of the rules.
  Instant at() const { return std::min(period_end(), position); }
};

/// One dossier, as far as it is known at the position.
class Recount {
 public:
  Recount(const std::vector<Event>& known, const Circumstances& in)
      : known_(known), events_(Ruling(known)), in_(in), at_(in.at()) {}

  struct Counted {
    IndexVerdict verdict = IndexVerdict::kUnmeasurable;
    bool open = false;
    LocalDay row_of;  ///< its row is that of this day
    AgencyCode agency;
    ProcedureCode procedure;
  };
  /// Nothing: it does not count in the period.
  std::optional<Counted> Count() {
    const auto received = std::find_if(events_.begin(), events_.end(), [](const Event& event) {
      return event.type == EventType::kReceived;
    });
    if (received == events_.end() || received->at > at_) return {};
    receipt_ = *received;
    FindEnds();
    rules_ = Rules();
    const auto end = EndAt();
    const Requests requests = RequestsUntil(end);
    const bool open = !end && !requests.waiting_since;
    const std::optional<Instant> counted_at = end ? end : requests.waiting_since;
    if (counted_at && DayOf(*counted_at) < in_.period.from) return {};

    const bool to_the_end = rules_.open_until == dossier::IndexOpenUntil::kPeriodEnd;
    const Instant e = counted_at ? *counted_at : to_the_end ? in_.period_end() : at_;
    return Counted{Verdict(e, end.has_value(), requests), open, RowOf(end), receipt_.agency,
                   receipt_.procedure};
  }

 private:
  struct Requests {
    int count = 0;
    std::optional<Instant> waiting_since;
    milliseconds answered{};
  };

  /// The fold's end, and when it was first handed over; a reopening for another reason than a
  /// citizen's new wish takes both back.
  void FindEnds() {
    for (const Event& event : events_) {
      switch (event.type) {
        case EventType::kCompleted:
        case EventType::kRefused:
        case EventType::kWithdrawn:
          if (!end_) end_ = event.at;
          break;
        case EventType::kReturned:
          if (!returned_) returned_ = event.at;
          break;
        case EventType::kReopened:
          if (!end_ || event.reason.text() == "citizen") break;
          end_.reset();
          returned_.reset();
          break;
        default:
          break;
      }
    }
    // Nothing ends before it is received.
    if (end_) end_ = std::max(*end_, receipt_.at);
    if (returned_) returned_ = std::max(*returned_, receipt_.at);
  }

  /// Of the end for ended ones, the newest for open ones; handed over is an end if the rules of
  /// that day say so.
  Index766Rules Rules() const {
    const Index766Policy& policy = in_.rulebook->index766();
    const auto of_day = [&](LocalDay day) {
      Index766Rules rules = policy.front();
      for (const Index766Rules& later : policy) {
        if (later.valid_from && *later.valid_from <= day) rules = later;
      }
      return rules;
    };
    if (end_) return of_day(DayOf(*end_));
    if (returned_ && of_day(DayOf(*returned_)).returned_ends) return of_day(DayOf(*returned_));
    return policy.back();
  }

  std::optional<Instant> EndAt() const {
    if (end_ && *end_ <= at_) return end_;
    if (rules_.returned_ends && returned_ && *returned_ <= at_) return returned_;
    if (rules_.stopped == dossier::IndexStopped::kEnd) return StoppedSince();
    return {};
  }
  std::optional<Instant> StoppedSince() const {
    std::optional<Instant> since;
    for (const Event& event : events_) {
      if (event.at > at_) break;
      if (event.type == EventType::kSuspended && !since) since = std::max(event.at, receipt_.at);
      if (event.type == EventType::kResumed) since.reset();
    }
    return since;
  }

  Requests RequestsUntil(std::optional<Instant> end) const {
    Requests requests;
    for (const Event& event : events_) {
      if (event.at < receipt_.at) continue;
      if (event.at > at_ || (end && event.at >= *end)) break;
      if (event.type == EventType::kSupplementRequested) {
        if (!requests.waiting_since) {
          requests.waiting_since = event.at;
          ++requests.count;
        } else if (rules_.repeat == dossier::IndexRepeat::kFurther) {
          ++requests.count;
        }
      }
      if (event.type == EventType::kSupplemented && requests.waiting_since) {
        requests.answered += event.at - *requests.waiting_since;
        requests.waiting_since.reset();
      }
    }
    return requests;
  }

  /// An end has its day's; what is open on file, though it may be ended for the portal, is a stock.
  LocalDay RowOf(std::optional<Instant> end) const {
    if (in_.tree == Tree::kPeriodEnd) return in_.period.to;
    const bool handed_over = !end_ && rules_.returned_ends && end == returned_;
    const bool for_good = end && (end == end_ || handed_over);
    return DayOf(for_good ? *end : at_);
  }

  IndexVerdict Verdict(Instant e, bool ended, const Requests& requests) const {
    using dossier::IndexSecondRequest;
    const bool any = rules_.second_request == IndexSecondRequest::kLate;
    const bool if_open = rules_.second_request == IndexSecondRequest::kLateIfOpen && !ended;
    if (requests.count > 1 && (any || if_open)) return IndexVerdict::kLate;
    const auto late_from = LateFrom(e);
    if (!late_from) return IndexVerdict::kUnmeasurable;
    const bool all_counts = rules_.supplement_time == dossier::IndexSupplementTime::kNone;
    const milliseconds off = all_counts ? milliseconds{} : requests.answered;
    return e - off < *late_from ? IndexVerdict::kOnTime : IndexVerdict::kLate;
  }

  std::optional<Instant> LateFrom(Instant e) const {
    if (rules_.due == dossier::IndexDue::kInForce) {
      const auto judged = in_.rulebook->TermsFor(dossier::Fold(known_));
      const auto promise = dossier::PromiseInForce(dossier::Fold(known_), judged);
      return promise.in_force ? LateFromSaid(promise.in_force->due) : LateFromLaw();
    }
    std::optional<dossier::DueClaim> last;
    for (const Event& event : events_) {
      if (event.at > std::min(e, at_)) break;
      const bool claims = event.type == EventType::kReceived || event.type == EventType::kDueSet;
      if (claims && event.due) last = event.due;
    }
    return last ? LateFromSaid(*last) : LateFromLaw();
  }
  Instant LateFromSaid(const dossier::DueClaim& due) const {
    if (const auto* day = std::get_if<LocalDay>(&due)) return EndOf(*day);
    const Instant at = std::get<Instant>(due);
    const bool is_date = at == StartOf(DayOf(at));
    const bool by_date = rules_.comparison == dossier::IndexComparison::kDate;
    return is_date || by_date ? EndOf(DayOf(at)) : at + milliseconds{1};
  }
  std::optional<Instant> LateFromLaw() const {
    const auto* procedure = in_.rulebook->FindProcedure(receipt_.procedure);
    if (!procedure->limit) return {};
    const auto due =
        worktime::ComputeDue(in_.rulebook->default_calendar(), receipt_.at, *procedure->limit);
    if (!due) return {};
    const bool by_date = rules_.comparison == dossier::IndexComparison::kDate ||
                         worktime::IsDayBased(procedure->limit->unit);
    return by_date ? EndOf(due->date) : due->at + milliseconds{1};
  }

  const std::vector<Event>& known_;
  std::vector<Event> events_;
  const Circumstances& in_;
  Instant at_;
  Event receipt_;
  std::optional<Instant> end_;
  std::optional<Instant> returned_;
  Index766Rules rules_;
};

// --- What the ledgers are fed with.

std::string RandomDay() {
  return FormatDate(test::Day("2021-05-01") + days{*rc::gen::inRange(0, 90)});
}

Index766Rules RandomRules() {
  Index766Rules rules;
  const auto often = [](auto usual, auto other) {
    return *rc::gen::inRange(0, 3) == 0 ? other : usual;
  };
  rules.returned_ends = often(true, false);
  rules.stopped = often(dossier::IndexStopped::kOpen, dossier::IndexStopped::kEnd);
  rules.repeat = often(dossier::IndexRepeat::kSame, dossier::IndexRepeat::kFurther);
  rules.open_until = often(dossier::IndexOpenUntil::kPosition, dossier::IndexOpenUntil::kPeriodEnd);
  rules.supplement_time =
      often(dossier::IndexSupplementTime::kCalendar, dossier::IndexSupplementTime::kNone);
  rules.due = often(dossier::IndexDue::kLatest, dossier::IndexDue::kInForce);
  rules.comparison = often(dossier::IndexComparison::kAsGiven, dossier::IndexComparison::kDate);
  rules.second_request =
      *rc::gen::element(dossier::IndexSecondRequest::kLateIfOpen,
                        dossier::IndexSecondRequest::kLate, dossier::IndexSecondRequest::kIgnore);
  return rules;
}

/// The defaults, or switches at random, and perhaps others from a day on.
Index766Policy RandomPolicy() {
  Index766Policy policy(1);
  if (*rc::gen::inRange(0, 3) == 0) return policy;
  policy.front() = RandomRules();
  if (*rc::gen::inRange(0, 2) == 0) {
    policy.push_back(RandomRules());
    policy.back().valid_from = test::Day(RandomDay());
  }
  return policy;
}

/// Always to a later one, so that nothing goes round; some for one procedure only.
std::string RandomSuccessors() {
  constexpr const char* kAgencies[] = {"A", "B", "C", "D"};
  std::string text = "old,new,procedure,date\n";
  for (int old = 0; old < 3; ++old) {
    for (const std::string procedure : {"*", "P", "Q"}) {
      if (*rc::gen::inRange(0, 3) != 0) continue;
      text += std::string(kAgencies[old]) + "," + kAgencies[*rc::gen::inRange(old + 1, 4)] + "," +
              procedure + "," + RandomDay() + "\n";
    }
  }
  return text;
}

/// Agencies A to D, procedures P in working days, Q in working hours and R without a limit, or a
/// petition.
std::shared_ptr<const rulebook::Rulebook> MakeRulebook(const std::shared_ptr<CodeTable>& codes,
                                                       const Index766Policy& policy,
                                                       const std::string& successors,
                                                       bool petitions) {
  const test::TempFolder folder;
  const auto write = [&](const char* name, const std::string& text) {
    test::WriteFile(folder.path() / name, text);
    return folder.path() / name;
  };
  rulebook::Options options;
  options.calendars = {write("office.toml",
                             "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
                             "valid = { from = 2020-01-01, to = 2022-12-31 }\n[hours]\n"
                             "mon = [\"07:30-17:00\"]\ntue = [\"07:30-17:00\"]\n"
                             "wed = [\"07:30-24:00\"]\nthu = [\"07:30-17:00\"]\n"
                             "fri = [\"07:30-17:00\"]\n")};
  options.agencies = write("agencies.csv", "code,name\nA,A\nB,B\nC,C\nD,D\n");
  options.procedures =
      write("procedures.csv", std::string("code,name,kind,field,limit,on_supplement\n"
                                          "P,P,,f,5wd,pause\nQ,Q,,f,8wh,restart\nR,R,") +
                                  (petitions ? "petition" : "") + ",g,,\n");
  options.successors = write("successors.csv", successors);
  options.sources = {{"cong-quoc-gia", rulebook::SourceRole::kMirror},
                     {"bang-tinh", rulebook::SourceRole::kLists}};
  options.index766 = policy;
  auto loaded = rulebook::Rulebook::Load(options, codes);
  if (!loaded.rulebook) RC_FAIL(successors + ToString(loaded.problems.front()));
  return loaded.rulebook;
}

/// What decides the index, more often than chance brings it, and at the same instants.
Event RandomDecisive(test::Events& events, const std::vector<Event>& before) {
  using enum EventType;
  Event event = test::RandomEvent(events, 4);
  event.type = *rc::gen::weightedElement<EventType>({{6, kReceived},
                                                     {6, kSupplementRequested},
                                                     {5, kSupplemented},
                                                     {3, kDueSet},
                                                     {3, kReturned},
                                                     {2, kSuspended},
                                                     {2, kResumed},
                                                     {3, kCompleted},
                                                     {1, kWithdrawn},
                                                     {1, kReopened}});
  event.agency = events.Code<AgencyCode>(*rc::gen::element<std::string>("A", "B"));
  event.procedure = events.Code<ProcedureCode>(*rc::gen::element<std::string>("P", "P", "Q", "R"));
  const bool claims = event.type == kReceived || event.type == kDueSet;
  event.due.reset();
  if (claims && *rc::gen::inRange(0, 4) != 0) event.due = test::RandomDue(event.at);
  if (!before.empty() && *rc::gen::inRange(0, 4) == 0) {
    event.at = before[*rc::gen::inRange<size_t>(0, before.size())].at;
  }
  if (*rc::gen::inRange(0, 10) == 0) event.at = StartOf(DayOf(event.at));
  event.voids.clear();
  event.rating = 0;
  event.id.clear();
  EnsureId(event);
  return event;
}

std::vector<Event> DecisiveHistory(test::Events& events) {
  std::vector<Event> history = test::RandomHistory(events, 4, 15);
  const int more = *rc::gen::inRange(0, 45);
  for (int i = 0; i < more; ++i) history.push_back(RandomDecisive(events, history));
  return history;
}

std::string TextOf(const Event& event) {
  std::string text = fmt::format("{} {} {} {}/{}", event.dossier, ToString(event.type),
                                 FormatRfc3339(event.at, kVietnam), event.source.text(), event.id);
  if (event.due) {
    const auto* day = std::get_if<LocalDay>(&*event.due);
    text +=
        " due " + (day ? FormatDate(*day) : FormatRfc3339(std::get<Instant>(*event.due), kVietnam));
  }
  if (!event.voids.empty()) text += " voids " + event.voids;
  return text +
         fmt::format(" {}/{} {}", event.agency.text(), event.procedure.text(), event.reason.text());
}

/// A ledger that hears of things in several batches as time goes by, and a board that follows it.
class Province {
 public:
  Province()
      : policy_(RandomPolicy()),
        successors_(RandomSuccessors()),
        rulebook_(
            MakeRulebook(events_.codes(), policy_, successors_, *rc::gen::inRange(0, 3) == 0)) {
    ledger::Options options;
    options.rulebook = rulebook_;
    options.codes = events_.codes();
    options.clock = &clock_;
    options.recent_bytes = *rc::gen::element<size_t>(0, 2'000, 1 << 20);
    ledger_ = ledger::Open(options).value();
    board_.emplace(board::Board::Begin(ledger_->timeline(), {}, clock_.Now()));
    Hear(test::ShuffledWithRepeats(DecisiveHistory(events_)));
  }

  /// Each instant at which something was heard, and the last one.
  struct Batch {
    Instant at;
    size_t heard = 0;  ///< so many events by then
  };
  const std::vector<Batch>& batches() const { return batches_; }
  const std::shared_ptr<const rulebook::Rulebook>& rulebook() const { return rulebook_; }
  std::unique_ptr<ledger::View> Look(const std::optional<ledger::AsOf>& as_of = {}) {
    return ledger_->OpenView(as_of).value();
  }
  Instant now() const { return clock_.Now(); }
  board::Board& board() { return *board_; }
  board::Board LoadBoard() { return board::Board::Load(*Look(), ledger_->timeline(), {}).value(); }

  /// What was heard by then and has come about, by dossier; mirrors are left out.
  std::map<std::string, std::vector<Event>> KnownAt(Instant position) const {
    size_t heard = 0;
    for (const Batch& batch : batches_) {
      if (batch.at <= position) heard = batch.heard;
    }
    std::map<std::string, std::vector<Event>> known;
    for (size_t i = 0; i < heard; ++i) {
      const Event& event = heard_[i];
      if (event.at > position || event.source.text() == "cong-quoc-gia") continue;
      known[event.dossier].push_back(event);
    }
    return known;
  }

  std::string Told() const {
    std::string text = "successors: " + successors_ + "switches:\n";
    for (const Index766Rules& rules : policy_) {
      text += fmt::format(
          "  from {}: returned_ends {} stopped {} repeat {} open_until {} supplement_time {} due "
          "{} comparison {} second_request {}\n",
          rules.valid_from ? FormatDate(*rules.valid_from) : "ever", rules.returned_ends,
          static_cast<int>(rules.stopped), static_cast<int>(rules.repeat),
          static_cast<int>(rules.open_until), static_cast<int>(rules.supplement_time),
          static_cast<int>(rules.due), static_cast<int>(rules.comparison),
          static_cast<int>(rules.second_request));
    }
    size_t told = 0;
    for (const Batch& batch : batches_) {
      text += "heard at " + FormatRfc3339(batch.at, kVietnam) + ":\n";
      for (; told < batch.heard; ++told) text += "  " + TextOf(heard_[told]) + "\n";
    }
    return text;
  }

 private:
  void Hear(std::vector<Event> history) {
    heard_ = std::move(history);
    const int batches = *rc::gen::inRange(1, 4);
    size_t done = 0;
    for (int i = 0; i < batches; ++i) {
      clock_.Advance(minutes{*rc::gen::inRange(0, 60 * test::kHistoryHours / batches)});
      const auto left = static_cast<int>(heard_.size() - done);
      const size_t size = i + 1 == batches ? heard_.size() - done
                                           : static_cast<size_t>(*rc::gen::inRange(0, left + 1));
      const auto from = heard_.begin() + static_cast<std::ptrdiff_t>(done);
      const std::vector<Event> group(from, from + static_cast<std::ptrdiff_t>(size));
      Append(group);
      done += size;
      batches_.push_back({clock_.Now(), done});
      if (*rc::gen::inRange(0, 3) == 0) RC_ASSERT(ledger_->Flush().has_value());
    }
    clock_.Advance(minutes{*rc::gen::inRange(0, 60 * 24 * 30)});
    Append({});
  }
  void Append(const std::vector<Event>& group) {
    board_->AdvanceTo(clock_.Now());
    const auto appended = ledger_->Append(test::Items(group)).value();
    board_->Apply(appended.changes, appended.position);
  }

  test::Events events_;
  ManualClock clock_{test::kHistoryFrom};
  Index766Policy policy_;
  std::string successors_;
  std::shared_ptr<const rulebook::Rulebook> rulebook_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::optional<board::Board> board_;
  std::vector<Event> heard_;
  std::vector<Batch> batches_;
};

// --- The two of them.

struct Sums {
  int on_time = 0;
  int all = 0;
  int unmeasurable = 0;
  int open = 0;  ///< on time
};
using Rows = std::map<std::string, std::string>;  // by code, as text; none that is all zero

void Put(Rows& rows, const std::string& code, const Sums& sums) {
  if (sums.all == 0 && sums.unmeasurable == 0 && sums.open == 0 && sums.on_time == 0) return;
  rows[code] = fmt::format("{}/{} on time, {} unmeasurable, {} open on time", sums.on_time,
                           sums.all, sums.unmeasurable, sums.open);
}

Rows Recounted(const std::map<std::string, std::vector<Event>>& known, const Circumstances& in) {
  std::map<std::string, Sums> sums;
  for (const auto& [code, events] : known) {
    const auto counted = Recount(events, in).Count();
    if (!counted) continue;
    const auto* procedure = in.rulebook->FindProcedure(counted->procedure);
    if (procedure->kind == rulebook::ProcedureKind::kPetition) continue;
    const std::string row(
        in.rulebook->HolderOn(counted->agency, counted->procedure, counted->row_of).text());
    for (Sums* sum : {&sums[row], &sums["total"]}) {
      const bool on_time = counted->verdict == IndexVerdict::kOnTime;
      const bool measured = counted->verdict != IndexVerdict::kUnmeasurable;
      sum->on_time += on_time ? 1 : 0;
      sum->all += measured ? 1 : 0;
      sum->unmeasurable += measured ? 0 : 1;
      sum->open += on_time && counted->open ? 1 : 0;
    }
  }
  Rows rows;
  for (const auto& [code, sum] : sums) Put(rows, code, sum);
  return rows;
}

Sums SumsOf(const figures::Figures& f) {
  return {static_cast<int>(f.index766.on_time), static_cast<int>(f.index766.all),
          static_cast<int>(f.index766_unmeasurable), static_cast<int>(f.index766_open)};
}

Rows Stated(const Statement& statement) {
  Rows rows;
  for (const StatementRow& row : statement.rows) Put(rows, row.of.code, SumsOf(row.figures));
  Put(rows, "total", SumsOf(statement.total.figures));
  Put(rows, "petitions", SumsOf(statement.petitions.figures));
  return rows;
}

Rows Shown(board::Board board) {
  const auto snapshot = board.TakeSnapshot();
  Rows rows;
  for (const auto& row : snapshot->agencies) {
    Put(rows, std::string(row.code.text()), SumsOf(row.counts.month));
  }
  Put(rows, "total", SumsOf(snapshot->total.month));
  return rows;
}

/// Tells of the case where they are not the same.
void Same(const Rows& told, const Rows& recounted, const Circumstances& in,
          const Province& province) {
  if (told != recounted) {
    RC_LOG() << in.period.name << " " << ToString(in.tree) << " at "
             << FormatRfc3339(in.position, kVietnam) << "\n"
             << province.Told();
  }
  RC_ASSERT(told == recounted);
}

void Compare(Province& province, ledger::View& view, Instant position) {
  const auto known = province.KnownAt(position);
  for (const char* name : {"2021-05", "2021-06", "2021-07", "2021-08", "2021-Q2", "2021-Q3",
                           "2021-H1", "2021-H2", "2021"}) {
    for (const Tree tree : {Tree::kAsWas, Tree::kPeriodEnd}) {
      const auto period = figures::ParsePeriod(name).value();
      const auto basis = *rc::gen::element(dossier::Basis::kPromised, dossier::Basis::kLawful);
      const auto statement =
          MakeMonthly(view, {}, {.period = period, .basis = basis, .tree = tree});
      RC_ASSERT(statement.has_value());
      RC_ASSERT(statement->has_index766);
      RC_ASSERT(statement->position.at == position);
      const Circumstances in{province.rulebook(), period, position, tree};
      Same(Stated(*statement), Recounted(known, in), in, province);
    }
  }
}

RC_GTEST_PROP(Index766Property, AStatementSaysWhatARecountByTheRulesDoes, ()) {
  Province province;
  Compare(province, *province.Look(), province.now());
}

RC_GTEST_PROP(Index766Property, SoDoesOneOfThePast, ()) {
  Province province;
  const auto batch = *rc::gen::elementOf(province.batches());
  const auto until_now = std::chrono::duration_cast<minutes>(province.now() - batch.at).count();
  const Instant position = batch.at + minutes{*rc::gen::inRange<int64_t>(0, until_now + 1)};
  const auto view = province.Look(ledger::AsOf{.seq = {}, .at = position});
  Compare(province, *view, position);
}

RC_GTEST_PROP(Index766Property, SoDoABoardKeptUpAndOneLoaded, ()) {
  Province province;
  const auto month = figures::MonthOf(DayOf(province.now()), figures::ReportingMonth::kCalendar);
  const Circumstances in{province.rulebook(), month, province.now(), Tree::kAsWas};
  const Rows recounted = Recounted(province.KnownAt(province.now()), in);
  Same(Shown(province.LoadBoard()), recounted, in, province);
  // One that is kept up has the figures of periods as of the day it was loaded for or has gone on
  // into.
  Same(Shown(std::move(province.board())), recounted, in, province);
}

RC_GTEST_PROP(Index766Property, OtherPeriodsHaveNoRate, ()) {
  Province province;
  const auto view = province.Look();
  for (const char* name : {"bc:2021-06", "bc:2021", "2021-06-01..2021-06-29",
                           "2021-05-15..2021-06-14", "2021-05-01..2021-06-30"}) {
    const auto statement =
        MakeMonthly(*view, {}, {.period = figures::ParsePeriod(name).value()}).value();
    RC_ASSERT(!statement.has_index766);
    RC_ASSERT(Stated(statement) == Rows{});
  }
}

// --- By hand.

/// A ledger with these events, asked at an instant.
class ByHand : public ::testing::Test {
 protected:
  Rows Asked(std::string_view at, const std::vector<Event>& events,
             dossier::IndexOpenUntil open_until, const std::string& successors = "",
             const char* period = "2021-06") {
    clock_.Set(test::At(at));
    Index766Rules rules;
    rules.open_until = open_until;
    ledger::Options options;
    options.rulebook =
        MakeRulebook(events_.codes(), {rules}, "old,new,procedure,date\n" + successors, false);
    options.codes = events_.codes();
    options.clock = &clock_;
    const auto ledger = ledger::Open(options).value();
    EXPECT_TRUE(ledger->Append(test::Items(events)).has_value());
    return Stated(MakeMonthly(*ledger->OpenView().value(), {},
                              {.period = figures::ParsePeriod(period).value()})
                      .value());
  }
  static Rows InA(const std::string& text) { return {{"A", text}, {"total", text}}; }

  test::Events events_;
  ManualClock clock_{Instant{}};
};
constexpr auto kPosition = dossier::IndexOpenUntil::kPosition;
constexpr auto kPeriodEnd = dossier::IndexOpenUntil::kPeriodEnd;

TEST_F(ByHand, AnOpenDossierIsGivenUntilTheInstantAskedAboutOrThePeriodsEnd) {
  const std::vector<Event> events = {
      events_.Received("D1", "2021-06-07 08:00", test::Day("2021-06-20")),
      events_.Received("D2", "2021-06-07 08:00", test::Day("2021-07-05"))};
  const Rows both = InA("2/2 on time, 0 unmeasurable, 2 open on time");
  const Rows one = InA("1/2 on time, 0 unmeasurable, 1 open on time");
  EXPECT_EQ(Asked("2021-06-15 12:00", events, kPosition), both);
  EXPECT_EQ(Asked("2021-06-20 23:59", events, kPosition), both);
  EXPECT_EQ(Asked("2021-06-21 00:00", events, kPosition), one);
  EXPECT_EQ(Asked("2021-06-15 12:00", events, kPeriodEnd), one) << "though the 20th lies ahead";
  EXPECT_EQ(Asked("2021-07-15 12:00", events, kPeriodEnd), one);
}

TEST_F(ByHand, WhatWillBeLateByThePeriodsEndIsLateWithWhoeverHasItNow) {
  const std::vector<Event> events = {
      events_.Received("D1", "2021-06-07 08:00", test::Day("2021-06-20"))};
  EXPECT_EQ(Asked("2021-06-15 12:00", events, kPeriodEnd, "A,B,*,2021-06-18\n"),
            InA("0/1 on time, 0 unmeasurable, 0 open on time"));
}

TEST_F(ByHand, WhatWillBeLateBeforeAPeriodBeginsIsLateByItsEnd) {
  const std::vector<Event> events = {
      events_.Received("D1", "2021-06-07 08:00", test::Day("2021-06-20"))};
  EXPECT_EQ(Asked("2021-06-15 12:00", events, kPeriodEnd, "", "2021-07"),
            InA("0/1 on time, 0 unmeasurable, 0 open on time"));
}

}  // namespace
}  // namespace dunghan::statement
