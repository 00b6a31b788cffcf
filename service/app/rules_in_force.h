#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "app/rules.h"
#include "dunghan/rulebook/timeline.h"

namespace dunghan::app {

/// The rules that the daemon goes by, and the rulebooks on record with them. On the I/O thread
/// alone.
class RulesInForce {
 public:
  RulesInForce(Rules rules, std::shared_ptr<const rulebook::Timeline> timeline)
      : rules_(std::move(rules)), timeline_(std::move(timeline)) {}

  /// Told at once, and whenever others take their place.
  void Follow(std::function<void()> follow) {
    follow_ = std::move(follow);
    follow_();
  }
  void Take(Rules rules, std::shared_ptr<const rulebook::Timeline> timeline) {
    rules_ = std::move(rules);
    timeline_ = std::move(timeline);
    if (follow_) follow_();
  }

  const Rules& rules() const { return rules_; }
  const std::shared_ptr<const rulebook::Timeline>& timeline() const { return timeline_; }
  const worktime::Zone& zone() const { return timeline_->newest().default_calendar().zone(); }

 private:
  Rules rules_;
  std::shared_ptr<const rulebook::Timeline> timeline_;
  std::function<void()> follow_;
};

}  // namespace dunghan::app
