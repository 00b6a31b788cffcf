#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <utility>

#include "dunghan/base/digest.h"

namespace dunghan::access {

/// What is known of the keys that were met last, as many as `most`: of more the one that was met
/// the longest ago is forgotten. Room and time are bounded, whoever makes up keys.
template <class Value>
class Recent {
 public:
  explicit Recent(size_t most) : most_(most) {}

  /// What is known of a key: a new value where nothing is.
  Value& Meet(const Digest& key) {
    const auto known = places_.find(key);
    if (known != places_.end()) {
      order_.splice(order_.begin(), order_, known->second);
      return order_.front().second;
    }
    if (order_.size() >= most_) {
      places_.erase(order_.back().first);
      order_.pop_back();
    }
    order_.emplace_front(key, Value{});
    places_.emplace(key, order_.begin());
    return order_.front().second;
  }
  size_t size() const { return order_.size(); }

 private:
  using Order = std::list<std::pair<Digest, Value>>;

  size_t most_;
  Order order_;  ///< newest first
  std::map<Digest, typename Order::iterator> places_;
};

}  // namespace dunghan::access
