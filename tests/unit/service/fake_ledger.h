#pragma once

#include <algorithm>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "dunghan/ledger/ledger.h"
#include "dunghan/ledger/view.h"
#include "dunghan/record/notice.h"
#include "dunghan/rulebook/rulebook.h"
#include "dunghan/test/values.h"

/// A ledger that keeps what it is given in plain containers, for tests of what stands before it.
namespace dunghan {

/// One rulebook, always in force.
inline std::shared_ptr<const rulebook::Timeline> Alone(
    std::shared_ptr<const rulebook::Rulebook> rulebook) {
  return std::make_shared<const rulebook::Timeline>(std::move(rulebook));
}

/// A rulebook where every code registers itself.
inline std::shared_ptr<const rulebook::Rulebook> OpenRulebook(std::shared_ptr<CodeTable> codes) {
  return rulebook::Rulebook::Open(*test::Office(), std::move(codes));
}

/// Keeps notices in the order they were added.
class FakeNotices final : public record::NoticeLog {
 public:
  Result<std::vector<size_t>> FindNew(std::span<const record::Notice> asked) override {
    std::vector<size_t> places;
    for (size_t i = 0; i < asked.size(); ++i) {
      if (!Find(asked[i])) places.push_back(i);
    }
    return places;
  }
  Result<void> Add(std::span<const record::Notice> added) override {
    for (const auto& notice : added) {
      if (!Find(notice)) notices.push_back(notice);
    }
    return {};
  }
  Result<void> Mark(std::span<const record::Notice> marked) override {
    for (const auto& notice : marked) {
      if (auto* found = Find(notice)) {
        if (!found->sent) found->sent = notice.sent;
        if (!found->ended) found->ended = notice.ended;
      }
    }
    return {};
  }
  Result<std::vector<record::Notice>> Since(Instant round) override {
    std::vector<record::Notice> found;
    for (const auto& notice : notices) {
      if (notice.round >= round) found.push_back(notice);
    }
    return found;
  }

  std::vector<record::Notice> notices;

 private:
  record::Notice* Find(const record::Notice& asked) {
    for (auto& notice : notices) {
      if (notice.dossier == asked.dossier && notice.tier == asked.tier &&
          notice.version == asked.version) {
        return &notice;
      }
    }
    return nullptr;
  }
};

class FakeLedger final : public ledger::Ledger {
 public:
  explicit FakeLedger(std::shared_ptr<const rulebook::Rulebook> rulebook)
      : rulebook_(std::move(rulebook)) {}

  Result<ledger::Appended> Append(std::span<const ledger::Item> items) override {
    const std::lock_guard lock(mutex_);
    if (fail_at_ && groups.size() == *fail_at_) return failure_;
    ledger::Appended appended;
    for (const auto& item : items) appended.items.push_back(Add(item));
    groups.push_back(items.size());
    changed_.notify_all();
    return appended;
  }
  std::optional<Instant> NextWake() const override { return {}; }
  Result<void> Flush() override { return {}; }
  Result<void> FlushBehind() override { return Flush(); }
  Result<void> Probe() override { return Flush(); }
  Result<int64_t> Discard(std::span<const int64_t> ids, const record::NewEntry& act) override {
    int64_t count = 0;
    acts.push_back(act.bytes);
    for (const int64_t id : ids) count += static_cast<int64_t>(quarantine.erase(id));
    return count;
  }
  Result<std::vector<ledger::QuarantineEntry>> QuarantineAfter(int64_t id, int64_t most) override {
    return EntriesAfter(id, most);
  }
  Result<ledger::QuarantineEntry> FindQuarantine(int64_t id) override {
    const auto it = quarantine.find(id);
    if (it == quarantine.end()) return NotFound("no quarantine entry " + std::to_string(id));
    return it->second;
  }
  Result<void> Watch() override {
    const std::lock_guard lock(mutex_);
    ++watched;
    changed_.notify_all();
    return {};
  }
  Result<ledger::Purged> Purge() override { return ledger::Purged{}; }
  Result<ledger::Position> Record(const ledger::Acts&) override { return position(); }
  std::vector<ledger::QuarantineEntry> EntriesAfter(int64_t id, int64_t most) const {
    largest_page = std::max(largest_page, most);
    std::vector<ledger::QuarantineEntry> entries;
    for (auto it = quarantine.upper_bound(id); it != quarantine.end(); ++it) {
      if (std::cmp_greater_equal(entries.size(), most)) break;
      entries.push_back(it->second);
    }
    return entries;
  }
  ledger::Position position() const override { return {}; }
  int64_t quarantine_waiting() override { return static_cast<int64_t>(quarantine.size()); }
  Result<ledger::WaitingBySource> quarantine_by_source() override {
    ledger::WaitingBySource waiting;
    for (const auto& [id, entry] : quarantine) ++waiting[entry.source];
    return waiting;
  }
  ledger::Sources sources() const override { return {}; }
  bool simulated() const override { return false; }
  int64_t open_dossiers() const override { return 0; }
  Result<std::vector<std::optional<Instant>>> LastHeard(std::span<const std::string> sources,
                                                        int64_t) override {
    return std::vector<std::optional<Instant>>(sources.size());
  }
  record::NoticeLog& notices() override { return notices_; }
  Result<ledger::Applied> Apply(const ledger::Application&, const ledger::ChangeTeller&) override {
    return Unavailable("not in the fake");
  }
  std::shared_ptr<const rulebook::Timeline> timeline() const override { return Alone(rulebook_); }
  /// See FakeQuarantine.
  Result<std::unique_ptr<ledger::View>> OpenView(const std::optional<ledger::AsOf>& = {}) override {
    return Unavailable("not in the fake");
  }

  /// The group after so many good ones fails.
  void FailAt(size_t groups_before, Error error) {
    fail_at_ = groups_before;
    failure_ = std::move(error);
  }
  /// Returns once it was watched so often.
  void AwaitWatched(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return watched >= count; });
  }
  /// Returns once so many groups were committed.
  void AwaitGroups(size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return groups.size() >= count; });
  }

  std::vector<dossier::Event> events;
  std::map<int64_t, ledger::QuarantineEntry> quarantine;
  std::map<int64_t, std::string> raw;
  std::vector<std::string> acts;     ///< what Discard put on record
  std::vector<size_t> groups;        ///< sizes of the commits
  int watched = 0;                   ///< how often it was asked to be
  mutable int64_t largest_page = 0;  ///< of quarantine that was asked for
  bool other_content = false;        ///< said of every event stored

 private:
  ledger::ItemOutcome Add(const ledger::Item& item) {
    if (const auto* reject = std::get_if<ledger::Reject>(&item.content)) return SetAside(*reject);
    const auto& event = std::get<dossier::Event>(item.content);
    if (item.retry_of) quarantine.erase(*item.retry_of);
    if (!known_.insert(dossier::ContentDigest(event)).second) {
      return {ledger::Outcome::kDuplicate, 0};
    }
    events.push_back(event);
    return {ledger::Outcome::kStored, static_cast<int64_t>(events.size()), other_content};
  }

  ledger::ItemOutcome SetAside(const ledger::Reject& reject) {
    const int64_t id = next_id_++;
    auto& entry = quarantine[id];
    entry.id = id;
    entry.count = 1;
    entry.source = reject.source;
    entry.place = reject.place;
    entry.field = reject.field;
    entry.reason = reject.reason;
    entry.fields = reject.fields;
    if (!reject.raw.empty()) {
      entry.raw_size = static_cast<int64_t>(reject.raw.size());
      raw[id] = reject.raw;
    }
    return {ledger::Outcome::kQuarantined, id};
  }

  std::shared_ptr<const rulebook::Rulebook> rulebook_;
  FakeNotices notices_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<Digest> known_;
  int64_t next_id_ = 1;
  std::optional<size_t> fail_at_;
  Error failure_;
};

/// Shows the fake's quarantine.
class FakeQuarantine final : public ledger::QuarantineView {
 public:
  FakeQuarantine(FakeLedger& ledger, std::shared_ptr<const rulebook::Rulebook> rulebook)
      : ledger_(ledger), timeline_(Alone(std::move(rulebook))) {}

  const ledger::Position& position() const override { return position_; }
  const rulebook::Timeline& timeline() const override { return *timeline_; }
  bool simulated() const override { return false; }
  Result<std::vector<ledger::QuarantineEntry>> QuarantineAfter(int64_t id, int64_t most) override {
    return ledger_.EntriesAfter(id, most);
  }
  Result<ledger::WaitingBySource> CountWaiting() override { return ledger_.quarantine_by_source(); }
  Result<ledger::QuarantineEntry> FindQuarantine(int64_t id) override {
    return ledger_.FindQuarantine(id);
  }
  Result<std::string> RawBytes(const ledger::QuarantineEntry& entry) override {
    const auto it = ledger_.raw.find(entry.id);
    if (it == ledger_.raw.end()) return NotFound("purged");
    return it->second;
  }

 private:
  FakeLedger& ledger_;
  std::shared_ptr<const rulebook::Timeline> timeline_;
  ledger::Position position_;
};

}  // namespace dunghan
