#include "rulebook_metrics.h"

namespace dunghan::metrics {

RulebookMetrics::RulebookMetrics(Registry& registry)
    : info_(AddGauges(registry, "dunghan_rulebook_info",
                      "Digest of the rulebook in force; value is 1.")),
      loaded_(AddGauge(registry, "dunghan_rulebook_loaded_timestamp_seconds",
                       "When the rulebook in force was loaded.")),
      refused_(AddCounter(registry, "dunghan_rulebook_refused_total",
                          "Reloads refused because the files had errors.")),
      awaits_mending_(AddGauge(registry, "dunghan_rulebook_files_refused",
                               "1 since the files were refused, until some are taken.")) {}

void RulebookMetrics::Use(const rulebook::Rulebook& rulebook, Instant loaded_at) {
  constexpr size_t kDigits = 12;
  if (in_force_) info_.Remove(in_force_);
  in_force_ = &info_.Add({{"digest", ToHex(rulebook.digest()).substr(0, kDigits)}});
  in_force_->Set(1);
  Set(loaded_, loaded_at);
  Unchanged();
}

void RulebookMetrics::Refused() {
  refused_.Increment();
  awaits_mending_.Set(1);
}

}  // namespace dunghan::metrics
