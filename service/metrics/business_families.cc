#include "metrics/business_families.h"

#include <array>
#include <string_view>
#include <utility>

#include "metrics/business_text.h"

namespace dunghan::metrics {
namespace {

using board::Counts;
using board::DueBucket;
using board::NamedPeriod;
using board::Snapshot;
using board::Timeliness;
using dossier::Channel;

constexpr Family kPeriodResults{
    "dossier_period_results",
    "Dossiers finished in the named period, refusals included, by timeliness. May be corrected "
    "downward."};
constexpr Family kResults{
    "dossier_results",
    "Dossiers finished since the ledger began, refusals included, by timeliness. May be corrected "
    "downward."};
constexpr Family kOpen{
    "dossier_open",
    "Open dossiers by working days to or after their due. Buckets do not overlap and are all open "
    "dossiers."};
constexpr Family kAcceptanceOpen{
    "dossier_acceptance_open",
    "Dossiers submitted online and neither accepted nor declined, by whether the acceptance limit "
    "has passed."};
constexpr Family kPeriodReceived{
    "dossier_period_received",
    "Dossiers received in the named period, by channel. Unknown is shown where there are any."};
constexpr Family kProcedureResults{
    "dossier_procedure_results",
    "Dossiers finished since the ledger began, refusals included, by procedure over all agencies. "
    "May be corrected downward."};
constexpr Family kProcedureOpen{
    "dossier_procedure_open",
    "Open dossiers by procedure over all agencies. Pending is open and not overdue, suspended and "
    "unmeasurable ones included."};
constexpr Family kAgencyInfo{"dossier_agency_info", "Names, tier and parent of an agency."};
constexpr Family kProcedureInfo{"dossier_procedure_info", "Names and field of a procedure."};
constexpr Family kTarget{"dossier_on_time_target_ratio",
                         "Share of results that is to be on time, as configured."};
constexpr Family kSimulated{"dossier_simulated",
                            "1 if the simulator fed the ledger: no figure is of real dossiers."};

constexpr std::array kPeriods = {NamedPeriod::kCurrentMonth, NamedPeriod::kPreviousMonth,
                                 NamedPeriod::kCurrentQuarter, NamedPeriod::kCurrentYear};
/// With a due; the fourth, unmeasurable, comes last.
constexpr std::array kMeasured = {Timeliness::kEarly, Timeliness::kOnTime, Timeliness::kLate};
constexpr std::array kAllResults = {Timeliness::kEarly, Timeliness::kOnTime, Timeliness::kLate,
                                    Timeliness::kUnmeasurable};
constexpr std::array kChannels = {Channel::kOnline, Channel::kInPerson, Channel::kPostal,
                                  Channel::kUnknown};

int64_t ResultIn(const Counts& counts, size_t period, size_t timeliness) {
  return counts.periods[period].results[timeliness];
}
int64_t ReceivedIn(const Counts& counts, size_t period, size_t channel) {
  return counts.periods[period].received[channel];
}
int64_t Result(const Counts& counts, size_t timeliness, size_t) {
  return counts.results[timeliness];
}
int64_t Open(const Counts& counts, size_t bucket, size_t) { return counts.open[bucket]; }
int64_t Waiting(const Counts& counts, size_t, size_t) { return counts.waiting; }
int64_t WaitingLate(const Counts& counts, size_t, size_t) { return counts.waiting_late; }
int64_t Overdue(const Counts& counts, size_t, size_t) { return counts.Overdue(); }
int64_t NotOverdue(const Counts& counts, size_t, size_t) {
  return counts.OpenInAll() - counts.Overdue();
}

template <class E>
uint8_t Index(E value) {
  return static_cast<uint8_t>(value);
}

/// What rows without a code are called in labels; a code spelled like that keeps its spelling.
template <class Rows>
std::string_view WordForNothing(const Rows& rows) {
  for (const auto& row : rows) {
    if (row.code.text() == "unknown") return "(unknown)";
  }
  return "unknown";
}

class Writer {
 public:
  Writer(const Snapshot& snapshot, std::string& text, std::vector<Gap>& gaps)
      : snapshot_(snapshot),
        text_(text),
        gaps_(gaps),
        no_agency_(WordForNothing(snapshot.agencies)),
        no_procedure_(WordForNothing(snapshot.procedures)) {}

  void PeriodResults() {
    AppendHead(text_, kPeriodResults);
    ForEachAgency([&](std::string_view agency, Gap gap) {
      for (const NamedPeriod period : kPeriods) {
        for (const Timeliness timeliness : kMeasured) {
          AppendSeries(text_, kPeriodResults,
                       {{"agency", agency},
                        {"period", ToString(period)},
                        {"timeliness", ToString(timeliness)}});
          Put(gap, ResultIn, Index(period), Index(timeliness));
        }
      }
    });
  }

  void Results() {
    AppendHead(text_, kResults);
    ForEachAgency([&](std::string_view agency, Gap gap) {
      for (const Timeliness timeliness : kAllResults) {
        AppendSeries(text_, kResults, {{"agency", agency}, {"timeliness", ToString(timeliness)}});
        Put(gap, Result, Index(timeliness));
      }
    });
  }

  void OpenByDue() {
    AppendHead(text_, kOpen);
    ForEachAgency([&](std::string_view agency, Gap gap) {
      for (uint8_t bucket = 0; bucket < board::kDueBuckets; ++bucket) {
        AppendSeries(text_, kOpen,
                     {{"agency", agency}, {"due", ToString(static_cast<DueBucket>(bucket))}});
        Put(gap, Open, bucket);
      }
    });
  }

  void AcceptanceOpen() {
    AppendHead(text_, kAcceptanceOpen);
    ForEachAgency([&](std::string_view agency, Gap gap) {
      AppendSeries(text_, kAcceptanceOpen, {{"agency", agency}, {"state", "waiting"}});
      Put(gap, Waiting);
      AppendSeries(text_, kAcceptanceOpen, {{"agency", agency}, {"state", "waiting_late"}});
      Put(gap, WaitingLate);
    });
  }

  void PeriodReceived() {
    AppendHead(text_, kPeriodReceived);
    ForEachAgency([&](std::string_view agency, Gap gap) {
      for (const NamedPeriod period : kPeriods) {
        for (const Channel channel : kChannels) {
          const bool unknown = channel == Channel::kUnknown;
          AppendSeries(text_, kPeriodReceived,
                       {{"agency", agency},
                        {"period", ToString(period)},
                        {"channel", unknown ? "unknown" : ToString(channel)}});
          gap.unless_zero = unknown;
          Put(gap, ReceivedIn, Index(period), Index(channel));
        }
      }
    });
  }

  void ProcedureResults() {
    AppendHead(text_, kProcedureResults);
    ForEachProcedure([&](std::string_view procedure, Gap gap) {
      for (const Timeliness timeliness : kAllResults) {
        AppendSeries(text_, kProcedureResults,
                     {{"procedure", procedure}, {"timeliness", ToString(timeliness)}});
        Put(gap, Result, Index(timeliness));
      }
    });
  }

  void ProcedureOpen() {
    AppendHead(text_, kProcedureOpen);
    ForEachProcedure([&](std::string_view procedure, Gap gap) {
      AppendSeries(text_, kProcedureOpen, {{"procedure", procedure}, {"state", "overdue"}});
      Put(gap, Overdue);
      AppendSeries(text_, kProcedureOpen, {{"procedure", procedure}, {"state", "pending"}});
      Put(gap, NotOverdue);
    });
  }

  void AgencyInfo() {
    AppendHead(text_, kAgencyInfo);
    for (const auto& row : snapshot_.agencies) {
      const std::string_view agency = row.code ? row.code.text() : no_agency_;
      const rulebook::Agency* listed = snapshot_.rulebook->FindAgency(row.code);
      const auto [name, name_en] = NamesOf(listed, agency);
      AppendSeries(text_, kAgencyInfo,
                   {{"agency", agency},
                    {"name", name},
                    {"name_en", name_en},
                    {"level", listed ? ToString(listed->tier) : ""},
                    {"parent", listed ? listed->parent.text() : ""}});
      text_ += "1\n";
    }
  }

  void ProcedureInfo() {
    AppendHead(text_, kProcedureInfo);
    for (const auto& row : snapshot_.procedures) {
      const std::string_view procedure = row.code ? row.code.text() : no_procedure_;
      const rulebook::Procedure* listed = snapshot_.rulebook->FindProcedure(row.code);
      const auto [name, name_en] = NamesOf(listed, procedure);
      AppendSeries(text_, kProcedureInfo,
                   {{"procedure", procedure},
                    {"name", name},
                    {"name_en", name_en},
                    {"field", listed ? std::string_view(listed->field) : ""}});
      text_ += "1\n";
    }
  }

 private:
  /// Calls `write` with each label and the gap of its row.
  template <class Write>
  void ForEachAgency(Write write) {
    for (uint32_t i = 0; i < snapshot_.agencies.size(); ++i) {
      const AgencyCode code = snapshot_.agencies[i].code;
      write(code ? code.text() : no_agency_, Gap{.row = i});
    }
  }
  template <class Write>
  void ForEachProcedure(Write write) {
    for (uint32_t i = 0; i < snapshot_.procedures.size(); ++i) {
      const ProcedureCode code = snapshot_.procedures[i].code;
      write(code ? code.text() : no_procedure_, Gap{.row = i, .by_procedure = true});
    }
  }

  /// The Vietnamese name and the English one, which may be the same.
  template <class Row>
  static std::pair<std::string_view, std::string_view> NamesOf(const Row* listed,
                                                               std::string_view code) {
    const std::string_view name = listed && !listed->name.empty() ? listed->name : code;
    return {name, listed && !listed->name_en.empty() ? listed->name_en : name};
  }

  /// A number behind what was written last.
  void Put(Gap gap, NumberOf of, uint8_t a = 0, uint8_t b = 0) {
    gap.text_end = static_cast<uint32_t>(text_.size());
    gap.of = of;
    gap.a = a;
    gap.b = b;
    gaps_.push_back(gap);
  }

  const Snapshot& snapshot_;
  std::string& text_;
  std::vector<Gap>& gaps_;
  std::string_view no_agency_;
  std::string_view no_procedure_;
};

}  // namespace

void AppendFamilies(const Snapshot& snapshot, std::string& text, std::vector<Gap>& gaps) {
  Writer write(snapshot, text, gaps);
  write.PeriodResults();
  write.Results();
  write.OpenByDue();
  write.AcceptanceOpen();
  write.PeriodReceived();
  write.ProcedureResults();
  write.ProcedureOpen();
  write.AgencyInfo();
  write.ProcedureInfo();
}

void AppendSingles(const Snapshot& snapshot, std::string& page) {
  AppendHead(page, kTarget);
  page += kTarget.name;
  page += ' ';
  AppendRatio(page, snapshot.policy.target_per_mille);
  AppendHead(page, kSimulated);
  page += kSimulated.name;
  page += snapshot.simulated ? " 1\n" : " 0\n";
}

}  // namespace dunghan::metrics
