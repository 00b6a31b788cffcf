#include "statement_metrics.h"

#include <utility>

namespace dunghan::metrics {
namespace {

// What a page has room for; the rest is counted as "others".
constexpr size_t kMostAgencies = 1'000;

}  // namespace

StatementMetrics::StatementMetrics(Registry& registry)
    : results_(AddGauges(registry, "dossier_statement_results",
                         "Finished dossiers by agency in the frozen monthly statement that counts: "
                         "the last that was sent, else the last.")),
      position_(AddGauges(registry, "dossier_statement_position",
                          "Position of the record that the statement was made of.")),
      at_(AddGauges(registry, "dossier_statement_known_timestamp_seconds",
                    "The instant that the statement is as of.")),
      reported_(AddGauges(registry, "dossier_statement_reported",
                          "1 if the statement was sent, 0 while it is a draft.")) {}

void StatementMetrics::Use(const StatementFigures& figures) {
  for (const auto& [family, gauge] : shown_) family->Remove(gauge);
  shown_.clear();
  StatementFigures::Row others{.agency = "others"};
  size_t count = 0;
  const auto show = [&](const StatementFigures::Row& row) {
    const std::pair<const char*, int64_t> results[] = {
        {"early", row.early}, {"on_time", row.on_time}, {"late", row.late}};
    for (const auto& [timeliness, value] : results) {
      Show(results_,
           {{"agency", row.agency}, {"period", figures.period}, {"timeliness", timeliness}}, value);
    }
  };
  for (const StatementFigures::Row& row : figures.rows) {
    if (++count <= kMostAgencies) {
      show(row);
      continue;
    }
    others.early += row.early;
    others.on_time += row.on_time;
    others.late += row.late;
  }
  if (count > kMostAgencies) show(others);
  Show(position_, {{"period", figures.period}}, figures.seq);
  Show(reported_, {{"period", figures.period}}, figures.reported ? 1 : 0);
  Gauge& at = at_.Add({{"period", figures.period}});
  Set(at, figures.at);
  shown_.emplace_back(&at_, &at);
}

void StatementMetrics::Show(Gauges& family, Labels labels, int64_t value) {
  Gauge& gauge = family.Add(labels);
  Set(gauge, value);
  shown_.emplace_back(&family, &gauge);
}

}  // namespace dunghan::metrics
