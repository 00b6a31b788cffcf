#include "metrics/business.h"

#include <utility>

#include "metrics/business_form.h"

namespace dunghan::metrics {

BusinessPage::BusinessPage() = default;
BusinessPage::~BusinessPage() = default;

std::string BusinessPage::Render(const board::Snapshot& snapshot, Instant now) {
  return FormFor(snapshot)->Fill(snapshot, now);
}

std::shared_ptr<const BusinessForm> BusinessPage::FormFor(const board::Snapshot& snapshot) {
  std::shared_ptr<const BusinessForm> form;
  {
    const std::lock_guard lock(mutex_);
    form = form_;
  }
  if (form && form->Fits(snapshot)) return form;
  // Made outside the lock: two scrapes at a time may both make one.
  form = std::make_shared<const BusinessForm>(snapshot);
  const std::lock_guard lock(mutex_);
  form_ = form;
  return form;
}

}  // namespace dunghan::metrics
