#include "intake/quarantine_groups.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace dunghan::intake {
namespace {

constexpr std::string_view kLeftOut = "…";
constexpr std::string_view kOther = "other";
constexpr size_t kDigestDigits = 64;

bool IsNumeral(char c) { return c >= '0' && c <= '9'; }
bool IsOfDigest(char c) { return IsNumeral(c) || (c >= 'a' && c <= 'f'); }

size_t RunOf(std::string_view text, bool (*is_in)(char)) {
  return static_cast<size_t>(std::find_if_not(text.begin(), text.end(), is_in) - text.begin());
}

/// How long a quoted part is, its quotes included; without an end it goes to the end.
size_t QuotedRun(std::string_view text) {
  for (size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i + 1;
    }
  }
  return text.size();
}

/// Whether a number behind this tells of what was sent, and not of what is expected.
bool IsOfWhatWasSent(std::string_view before) {
  if (before.empty()) return true;
  constexpr std::array<std::string_view, 4> kWords = {"number ", "column ", "line ", "offset "};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return before.ends_with(word); });
}

struct GroupKey {
  std::string source;
  std::string field;
  std::string reason;
  // NOLINTNEXTLINE(modernize-use-nullptr): what the compiler writes for it
  friend auto operator<=>(const GroupKey&, const GroupKey&) = default;
};

class Grouping {
 public:
  explicit Grouping(QuarantineBy by) : by_(by) {}

  void Add(const ledger::QuarantineEntry& entry) {
    GroupKey key = KeyOf(entry);
    if (groups_.size() >= kMostQuarantineGroups && !groups_.contains(key)) key = Others();
    QuarantineGroup& group = groups_[key];
    if (group.entries == 0) {
      group.source = key.source;
      group.field = key.field;
      group.reason = key.reason;
      group.first_seen = entry.first_seen;
    }
    if (group.entries == 0 || entry.last_seen >= group.last_seen) {
      group.last_seen = entry.last_seen;
      group.example = entry;
    }
    group.first_seen = std::min(group.first_seen, entry.first_seen);
    ++group.entries;
    group.times += entry.count;
  }

  std::vector<QuarantineGroup> Take() && {
    std::vector<QuarantineGroup> groups;
    groups.reserve(groups_.size());
    for (auto& [key, group] : groups_) groups.push_back(std::move(group));
    // Equal ones stay in the order of their names.
    std::stable_sort(groups.begin(), groups.end(),
                     [](const auto& a, const auto& b) { return a.entries > b.entries; });
    return groups;
  }

 private:
  GroupKey KeyOf(const ledger::QuarantineEntry& entry) const {
    if (by_ == QuarantineBy::kSource) return {entry.source, {}, {}};
    return {{}, entry.field, ReasonInGeneral(entry.reason)};
  }
  GroupKey Others() const {
    if (by_ == QuarantineBy::kSource) return {std::string(kOther), {}, {}};
    return {{}, {}, std::string(kOther)};
  }

  QuarantineBy by_;
  std::map<GroupKey, QuarantineGroup> groups_;
};

}  // namespace

std::string ReasonInGeneral(std::string_view reason) {
  std::string general;
  size_t i = 0;
  while (i < reason.size()) {
    const std::string_view rest = reason.substr(i);
    size_t run = 1;
    if (rest.front() == '"') {
      run = QuotedRun(rest);
      general.append("\"").append(kLeftOut).append("\"");
    } else if (RunOf(rest, IsOfDigest) == kDigestDigits) {
      run = kDigestDigits;
      general += kLeftOut;
    } else if (IsNumeral(rest.front()) && IsOfWhatWasSent(reason.substr(0, i))) {
      run = RunOf(rest, IsNumeral);
      general += kLeftOut;
    } else {
      general += rest.front();
    }
    i += run;
  }
  return general;
}

bool QuarantineFilter::Matches(const ledger::QuarantineEntry& entry) const {
  if (!source.empty() && entry.source != source) return false;
  return reason.empty() || entry.reason.find(reason) != std::string::npos ||
         ReasonInGeneral(entry.reason).find(reason) != std::string::npos;
}

std::string DossierNamedIn(const ledger::QuarantineEntry& entry) {
  if (entry.fields.empty()) return {};
  simdjson::dom::parser parser;
  std::string_view dossier;
  if (parser.parse(entry.fields)["dossier"].get(dossier) != simdjson::SUCCESS) return {};
  return std::string(dossier);
}

Result<void> ForEachWaiting(ledger::QuarantineView& view, const QuarantineFilter& filter,
                            int64_t after,
                            const std::function<bool(const ledger::QuarantineEntry&)>& visit) {
  constexpr int64_t kPiece = 1000;
  while (true) {
    const auto entries = view.QuarantineAfter(after, kPiece);
    if (!entries) return entries.error();
    if (entries->empty()) return {};
    after = entries->back().id;
    for (const ledger::QuarantineEntry& entry : *entries) {
      if (filter.Matches(entry) && !visit(entry)) return {};
    }
  }
}

Result<std::vector<QuarantineGroup>> GroupQuarantine(ledger::QuarantineView& view, QuarantineBy by,
                                                     const QuarantineFilter& filter) {
  Grouping grouping(by);
  const auto read = ForEachWaiting(view, filter, 0, [&](const ledger::QuarantineEntry& entry) {
    grouping.Add(entry);
    return true;
  });
  if (!read) return read.error();
  return std::move(grouping).Take();
}

}  // namespace dunghan::intake
