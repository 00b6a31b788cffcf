#include "settling.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace dunghan::spool {

std::vector<SeenFile> Settling::See(const std::vector<SeenFile>& files, Time now) {
  std::map<std::string, Entry> entries;
  std::vector<SeenFile> complete;
  next_.reset();
  for (const SeenFile& file : files) {
    const auto before = entries_.find(file.name);
    const bool same = before != entries_.end() && before->second.file == file;
    const Time since = same ? before->second.since : now;
    entries.insert_or_assign(file.name, Entry{file, since});
    if (now - since >= settle_) {
      complete.push_back(file);
    } else {
      next_ = std::min(next_.value_or(Time::max()), since + settle_);
    }
  }
  entries_ = std::move(entries);
  std::sort(complete.begin(), complete.end(), [](const auto& a, const auto& b) {
    return std::tie(a.changed, a.name) < std::tie(b.changed, b.name);
  });
  return complete;
}

}  // namespace dunghan::spool
