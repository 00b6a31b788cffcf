#include "metrics/business.h"

#include <utility>

#include "business_form.h"

namespace dunghan::metrics {

BusinessPage::BusinessPage() = default;
BusinessPage::~BusinessPage() = default;

BusinessText BusinessPage::Render(const board::Snapshot& snapshot, Instant now,
                                  int64_t max_series) {
  const auto form = FormFor(snapshot, max_series);
  return {form->Fill(snapshot, now), form->shown().agencies_left_out,
          form->shown().procedures_left_out};
}

std::shared_ptr<const BusinessForm> BusinessPage::FormFor(const board::Snapshot& snapshot,
                                                          int64_t max_series) {
  // What is of no row: overall, periods, the office's day; and one of each calendar.
  constexpr size_t kSingles = 32;
  const size_t singles = kSingles + snapshot.rulebook->calendars().size();
  const ShownRows shown = ChooseRows(snapshot, BusinessForm::OfRow(snapshot),
                                     max_series - static_cast<int64_t>(singles));
  std::shared_ptr<const BusinessForm> form;
  {
    const std::lock_guard lock(mutex_);
    form = form_;
  }
  if (form && form->Fits(snapshot, shown)) return form;
  // Made outside the lock: two scrapes at a time may both make one.
  form = std::make_shared<const BusinessForm>(snapshot, shown);
  const std::lock_guard lock(mutex_);
  form_ = form;
  return form;
}

}  // namespace dunghan::metrics
