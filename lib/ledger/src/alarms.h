#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunghan/base/time.h"

namespace dunghan::ledger {

/// Dossiers to be looked at again at an instant, at most one instant each. Asking costs what is
/// due.
class Alarms {
 public:
  void Set(std::string_view code, Instant at) {
    Clear(code);
    by_code_.emplace(code, at);
    by_instant_.emplace(at, code);
  }
  void Clear(std::string_view code) {
    if (by_code_.empty()) return;
    const auto it = by_code_.find(std::string(code));
    if (it == by_code_.end()) return;
    by_instant_.erase({it->second, it->first});
    by_code_.erase(it);
  }
  std::vector<std::string> Due(Instant now) const {
    std::vector<std::string> codes;
    for (const auto& [at, code] : by_instant_) {
      if (at > now) break;
      codes.push_back(code);
    }
    return codes;
  }
  std::optional<Instant> Next() const {
    if (by_instant_.empty()) return {};
    return by_instant_.begin()->first;
  }

 private:
  boost::unordered_flat_map<std::string, Instant> by_code_;
  std::set<std::pair<Instant, std::string>> by_instant_;
};

}  // namespace dunghan::ledger
