#include "dunghan/record/faulty.h"

#include <utility>

#include "faults.h"

namespace dunghan::record {
namespace {

/// What the storage has on record now. The inner one's is asked for at each call: it is another
/// after Reopen.
class FaultyReading final : public Reading {
 public:
  FaultyReading(Storage& storage, Faults faults) : storage_(storage), faults_(std::move(faults)) {}

  Head head() override {
    return faults_.Call([&] { return inner().head(); });
  }
  bool simulated() override {
    return faults_.Call([&] { return inner().simulated(); });
  }
  Dictionary& dictionary() override { return inner().dictionary(); }

  std::optional<Head> HeadAt(int64_t seq) override {
    return faults_.Call([&] { return inner().HeadAt(seq); });
  }
  std::optional<Head> HeadAt(Instant at) override {
    return faults_.Call([&] { return inner().HeadAt(at); });
  }
  void ForEachLink(int64_t after, const std::function<bool(const Link&)>& visit) override {
    faults_.Call([&] { inner().ForEachLink(after, visit); });
  }
  void ForEachEntry(int64_t after, int64_t through, const EntryVisitor& visit) override {
    faults_.Call([&] { inner().ForEachEntry(after, through, visit); });
  }
  void ForEachApart(int64_t after, int64_t through, const ApartVisitor& visit) override {
    faults_.Call([&] { inner().ForEachApart(after, through, visit); });
  }
  std::vector<StoredEvent> EventsAt(std::span<const int64_t> seqs) override {
    return faults_.Call([&] { return inner().EventsAt(seqs); });
  }
  std::vector<std::vector<StoredEvent>> Histories(std::span<const int64_t> last) override {
    return faults_.Call([&] { return inner().Histories(last); });
  }
  void ForEachAhead(Instant at, int64_t seq,
                    const std::function<void(std::string_view)>& visit) override {
    faults_.Call([&] { inner().ForEachAhead(at, seq, visit); });
  }
  std::vector<rulebook::Version> Rulebooks(int64_t through, const KnownRulebooks& known) override {
    return faults_.Call([&] { return inner().Rulebooks(through, known); });
  }
  std::vector<std::optional<Instant>> LastHeard(std::span<const std::string> sources,
                                                int64_t within) override {
    return faults_.Call([&] { return inner().LastHeard(sources, within); });
  }
  std::vector<QuarantineEntry> WaitingAfter(int64_t id, int64_t most) override {
    return faults_.Call([&] { return inner().WaitingAfter(id, most); });
  }
  std::optional<QuarantineEntry> FindQuarantine(int64_t id) override {
    return faults_.Call([&] { return inner().FindQuarantine(id); });
  }
  int64_t CountWaiting() override {
    return faults_.Call([&] { return inner().CountWaiting(); });
  }
  void ForEachWaiting(const std::function<void(std::string_view, int64_t)>& visit) override {
    faults_.Call([&] { inner().ForEachWaiting(visit); });
  }
  std::string RawBytes(const QuarantineEntry& entry) override {
    return faults_.Call([&] { return inner().RawBytes(entry); });
  }
  void Release() override {
    faults_.Call([&] { inner().Release(); });
  }
  void Hold() override {
    faults_.Call([&] { inner().Hold(); });
  }
  std::unique_ptr<Check> BeginCheck() override {
    return faults_.Call([&] { return inner().BeginCheck(); });
  }

 private:
  Reading& inner() { return storage_.Now(); }

  Storage& storage_;
  Faults faults_;
};

class FaultyNotices final : public NoticeLog {
 public:
  FaultyNotices(Storage& storage, Faults faults) : storage_(storage), faults_(std::move(faults)) {}

  Result<std::vector<size_t>> FindNew(std::span<const Notice> notices) override {
    return faults_.Ask([&] { return inner().FindNew(notices); });
  }
  Result<void> Add(std::span<const Notice> notices) override {
    return faults_.Ask([&] { return inner().Add(notices); });
  }
  Result<void> Mark(std::span<const Notice> notices) override {
    return faults_.Ask([&] { return inner().Mark(notices); });
  }
  Result<std::vector<Notice>> Since(Instant round) override {
    return faults_.Ask([&] { return inner().Since(round); });
  }

 private:
  NoticeLog& inner() { return storage_.notices(); }

  Storage& storage_;
  Faults faults_;
};

/// What only hands out a reference is no call, nor is Watch: its answer is no failure, but the end
/// of the writer.
class FaultyStorage final : public Storage {
 public:
  FaultyStorage(std::unique_ptr<Storage> inner, const Faults& faults)
      : inner_(std::move(inner)),
        faults_(faults),
        now_(*inner_, faults),
        notices_(*inner_, faults) {}

  Written Write(const Batch& batch, const Head& expected) override {
    return faults_.Call([&] { return inner_->Write(batch, expected); });
  }
  void Reopen() override {
    faults_.Call([&] { inner_->Reopen(); });
  }
  std::optional<Error> Watch() override { return inner_->Watch(); }
  Reading& Now() override { return now_; }
  std::unique_ptr<Reading> Read() override {
    return faults_.Call([&] { return inner_->Read(); });
  }
  void ForEachTextOfSource(const std::function<void(uint32_t, int64_t)>& visit) override {
    faults_.Call([&] { inner_->ForEachTextOfSource(visit); });
  }
  int64_t Purge(Instant now) override {
    return faults_.Call([&] { return inner_->Purge(now); });
  }
  NoticeLog& notices() override { return notices_; }

 private:
  std::unique_ptr<Storage> inner_;
  Faults faults_;
  FaultyReading now_;
  FaultyNotices notices_;
};

class FaultyBackend final : public Backend {
 public:
  FaultyBackend(std::shared_ptr<const Backend> inner, std::shared_ptr<FaultPlan> plan)
      : inner_(std::move(inner)), plan_(std::move(plan)) {}

  Result<std::unique_ptr<Storage>> Open(const Place& place) const override {
    auto storage = inner_->Open(place);
    if (!storage) return storage.error();
    return std::unique_ptr<Storage>(
        std::make_unique<FaultyStorage>(std::move(*storage), Faults(plan_)));
  }
  Result<std::unique_ptr<Reading>> Read(const Place& place) const override {
    return inner_->Read(place);
  }

 private:
  std::shared_ptr<const Backend> inner_;
  std::shared_ptr<FaultPlan> plan_;
};

}  // namespace

std::shared_ptr<const Backend> Faulty(std::shared_ptr<const Backend> inner,
                                      std::shared_ptr<FaultPlan> plan) {
  return std::make_shared<FaultyBackend>(std::move(inner), std::move(plan));
}

}  // namespace dunghan::record
