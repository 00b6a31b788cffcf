#include "app/daemon_alerts.h"

#include <utility>

namespace dunghan::app {
namespace {

std::chrono::seconds WorkingSeconds(const worktime::TimeLimit& limit) {
  const bool is_hours = limit.unit == worktime::LimitUnit::kWorkingHours;
  return std::chrono::seconds{limit.amount * (is_hours ? 3600 : 1)};
}

}  // namespace

std::unique_ptr<alerts::Announcer> MakeAnnouncer(const AlertSettings& settings,
                                                 boost::asio::io_context& io,
                                                 live::LiveBoard& board, live::CommitQueue& queue,
                                                 const CodeTable& codes,
                                                 alerts::Announcer::RulebookNow rulebook,
                                                 Log& log) {
  if (settings.alertmanager.empty()) return nullptr;
  alerts::AnnouncerOptions options{.alertmanagers = settings.alertmanager,
                                   .tiers = alerts::Tiers(settings.tiers, settings.procedure_tiers),
                                   .every = WorkingSeconds(settings.every),
                                   .per_agency = static_cast<size_t>(settings.per_agency),
                                   .max_dossiers = static_cast<size_t>(settings.max_dossiers),
                                   .resend_every = settings.resend_every};
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
