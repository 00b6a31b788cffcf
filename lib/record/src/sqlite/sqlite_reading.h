#pragma once

#include <memory>

#include "../side_files.h"
#include "dunghan/record/reading.h"
#include "store.h"

namespace dunghan::record::sqlite {

/// Whose connection a reading has.
enum class Connection {
  kOwn,     ///< it holds a snapshot
  kShared,  ///< the writer's: it sees what is on record when it is asked
};

class SqliteReading final : public Reading {
 public:
  /// Takes its snapshot at once. REQUIRES: the store is prepared.
  SqliteReading(std::shared_ptr<Store> store, std::shared_ptr<const SideFiles> side_files,
                Connection connection);

  Head head() override { return store_->ReadHead(); }
  bool simulated() override { return store_->simulated(); }
  Dictionary& dictionary() override { return store_->dictionary(); }

  std::optional<Head> HeadAt(int64_t seq) override { return store_->HeadAt(seq); }
  std::optional<Head> HeadAt(Instant at) override { return store_->HeadAt(at); }
  void ForEachLink(int64_t after, const std::function<bool(const Link&)>& visit) override;

  void ForEachEntry(int64_t after, int64_t through, const EntryVisitor& visit) override;
  void ForEachApart(int64_t after, int64_t through, const ApartVisitor& visit) override;
  std::vector<StoredEvent> EventsAt(std::span<const int64_t> seqs) override;
  std::vector<std::vector<StoredEvent>> Histories(std::span<const int64_t> last) override;
  void ForEachAhead(Instant at, int64_t seq,
                    const std::function<void(std::string_view)>& visit) override;

  std::vector<rulebook::Version> Rulebooks(int64_t through, const KnownRulebooks& known) override;

  std::vector<std::optional<Instant>> LastHeard(std::span<const std::string> sources,
                                                int64_t within) override;
  std::vector<QuarantineEntry> WaitingAfter(int64_t id, int64_t most) override {
    return store_->WaitingAfter(id, most);
  }
  std::optional<QuarantineEntry> FindQuarantine(int64_t id) override {
    return store_->FindQuarantine(id);
  }
  int64_t CountWaiting() override { return store_->CountWaiting(); }
  void ForEachWaiting(const std::function<void(std::string_view, int64_t)>& visit) override {
    store_->ForEachWaiting(visit);
  }
  std::string RawBytes(const QuarantineEntry& entry) override;

  void Release() override { snapshot_.reset(); }
  void Hold() override;
  std::unique_ptr<Check> BeginCheck() override;

 private:
  /// Runs what must see one state of the record, whether a snapshot is held or not.
  template <class F>
  auto AtOnce(F&& run);
  bool IsReleased() const { return connection_ == Connection::kOwn && !snapshot_; }

  std::shared_ptr<Store> store_;
  std::shared_ptr<const SideFiles> side_files_;
  Connection connection_;
  std::unique_ptr<Transaction> snapshot_;
};

}  // namespace dunghan::record::sqlite
