#include "alert_metrics.h"

namespace dunghan::metrics {

AlertMetrics::AlertMetrics(Registry& registry)
    : alerts_(AddGauges(registry, "dunghan_alerts",
                        "Alerts of single dossiers that hold now (active), and those beyond the "
                        "limit that are not raised (capped).")),
      announced_(AddCounters(registry, "dunghan_alerts_announced_total",
                             "Alerts of single dossiers announced for the first time, by tier.")),
      posts_(AddCounters(registry, "dunghan_alertmanager_posts_total",
                         "Attempts to send alerts to an Alertmanager.")),
      failures_(AddCounters(registry, "dunghan_alertmanager_failures_total",
                            "Attempts to send alerts to an Alertmanager that failed.")),
      queue_(AddGauges(registry, "dunghan_alertmanager_queue",
                       "Alerts that wait to be sent to an Alertmanager.")),
      dropped_(AddCounters(registry, "dunghan_alertmanager_queue_dropped_total",
                           "Alerts for an Alertmanager given up because too many were waiting.")) {}

void AlertMetrics::Show(const AlertFigures& figures) {
  Set(alerts_.Add({{"state", "active"}}), figures.active);
  Set(alerts_.Add({{"state", "capped"}}), figures.capped);
  for (const auto& [tier, count] : figures.announced) {
    Raise(announced_.Add({{"tier", tier}}), count);
  }
  for (const auto& alertmanager : figures.alertmanagers) {
    const Labels labels{{"alertmanager", alertmanager.url}};
    Raise(posts_.Add(labels), alertmanager.posts);
    Raise(failures_.Add(labels), alertmanager.failures);
    Set(queue_.Add(labels), alertmanager.queue);
    Raise(dropped_.Add(labels), alertmanager.dropped);
  }
}

}  // namespace dunghan::metrics
