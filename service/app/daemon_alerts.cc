#include "daemon_alerts.h"

#include <utility>

namespace dunghan::app {
namespace {

std::chrono::seconds WorkingSeconds(const worktime::TimeLimit& limit) {
  const bool is_hours = limit.unit == worktime::LimitUnit::kWorkingHours;
  return std::chrono::seconds{limit.amount * (is_hours ? 3600 : 1)};
}

/// Of what the keys take: working days.
std::optional<int64_t> DaysOf(const std::optional<worktime::TimeLimit>& limit) {
  return limit ? std::optional(limit->amount) : std::nullopt;
}

}  // namespace

std::unique_ptr<alerts::Announcer> MakeAnnouncer(const Settings& settings,
                                                 boost::asio::io_context& io,
                                                 live::LiveBoard& board, live::CommitQueue& queue,
                                                 const CodeTable& codes,
                                                 alerts::Announcer::RulebookNow rulebook,
                                                 Log& log) {
  const AlertSettings& set = settings.alerts;
  if (set.alertmanager.empty()) return nullptr;
  alerts::AnnouncerOptions options{
      .alertmanagers = set.alertmanager,
      .tiers = alerts::Tiers(set.tiers, set.procedure_tiers, settings.apology_before),
      .stalls = {.second_supplement = set.second_supplement,
                 .supplement_missing = DaysOf(set.supplement_missing),
                 .not_moved = DaysOf(set.not_moved)},
      .site = {.url = settings.site.url.value_or(""),
               .centre = {settings.site.centre, settings.site.centre_en}},
      .every = WorkingSeconds(set.every),
      .per_agency = static_cast<size_t>(set.per_agency),
      .max_dossiers = static_cast<size_t>(set.max_dossiers),
      .resend_every = set.resend_every};
  return alerts::Announcer::Make(std::move(options), io, board, queue, codes, std::move(rulebook),
                                 log)
      .value();
}

metrics::AlertFigures FiguresOf(const alerts::AnnouncerCounts& counts) {
  metrics::AlertFigures figures{.active = counts.active,
                                .capped = counts.capped,
                                .announced = {counts.announced.begin(), counts.announced.end()}};
  for (const auto& [url, sender] : counts.alertmanagers) {
    figures.alertmanagers.push_back({.url = url,
                                     .posts = sender.posts,
                                     .failures = sender.failures,
                                     .queue = sender.waiting,
                                     .dropped = sender.dropped});
  }
  return figures;
}

}  // namespace dunghan::app
