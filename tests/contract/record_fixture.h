#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "dunghan/record/chain.h"
#include "dunghan/record/failure.h"
#include "dunghan/record/storage.h"
#include "dunghan/test/values.h"

namespace dunghan::record {

/// What is to be recorded together.
struct Content {
  std::vector<dossier::Event> events = {};
  std::vector<NewEntry> entries = {};
  std::shared_ptr<const rulebook::Rulebook> rulebook = nullptr;
  std::optional<Instant> effective_from = {};
  std::vector<Reject> aside = {};
  std::vector<int64_t> resolved = {};
  std::vector<int64_t> discarded = {};
  bool prune = false;
};

/// A writer who keeps no more than he must: the head, and each dossier's last event.
class Scribe {
 public:
  explicit Scribe(std::unique_ptr<Storage> storage);

  Storage& storage() { return *storage_; }
  Reading& now() { return storage_->Now(); }
  const Head& head() const { return head_; }

  /// @throws Failure; the dictionary is then as before.
  Written Write(const Content& content, Instant at);
  /// Opens the store anew and takes up what is on record.
  void TakeUp();

 private:
  std::unique_ptr<Storage> storage_;
  Head head_;
  std::map<std::string, int64_t> last_;
};

/// Walks a record from its first entry on. What is wrong with it; nothing: nothing.
std::optional<std::string> Verify(Reading& reading);
/// All that can be asked of a record, as text: the same of two records that hold the same.
std::string Dump(Storage& storage);

/// An entry, copied on the way.
struct Copied {
  int64_t seq = 0;
  Kind kind = Kind::kEvent;
  int64_t previous = 0;
  std::optional<dossier::Event> event;
  std::string bytes;
  Digest content{};
};
std::vector<Copied> Entries(Reading& reading, int64_t after = -1, int64_t through = INT64_MAX);
std::vector<Link> Links(Reading& reading, int64_t after = -1);

/// What a call threw. Nothing: it threw nothing.
template <class F>
std::optional<Error> Thrown(F&& run) {
  try {
    run();
  } catch (const Failure& failure) {
    return failure.error();
  }
  return {};
}

template <class F>
std::optional<ErrorCode> ThrownCode(F&& run) {
  const auto error = Thrown(std::forward<F>(run));
  return error ? std::optional(error->code) : std::nullopt;
}

/// The ways of keeping records under test.
enum class Store { kFile, kSqliteMemory, kMemory, kFaulty };
std::string NameOf(const ::testing::TestParamInfo<Store>& store);
void PrintTo(Store store, std::ostream* out);
std::shared_ptr<const Backend> BackendOf(Store store);

/// A record of the kind under test, at 2021-06-30 12:00.
class RecordContract : public ::testing::TestWithParam<Store> {
 protected:
  using Event = dossier::Event;
  using EventType = dossier::EventType;

  Place MakePlace() const;
  /// Opens a new record, or that in the folder.
  void Open();
  bool on_disk() const { return GetParam() == Store::kFile; }
  std::filesystem::path folder() const { return folder_.path() / "data"; }

  Written Write(const Content& content) { return scribe_->Write(content, at_); }
  Reading& now() { return scribe_->now(); }
  Head head() { return now().head(); }

  Event Received(const std::string& dossier, const std::string& agency = "A") {
    return events_.Received(dossier, "2021-06-07 08:00", test::Day("2021-06-14"), agency);
  }
  Event Completed(const std::string& dossier, const std::string& at = "2021-06-10 08:00") {
    return events_.Make(dossier, EventType::kCompleted, at);
  }
  Event From(const std::string& source, const std::string& dossier);
  /// Two rulebooks that differ.
  std::shared_ptr<const rulebook::Rulebook> MakeRulebook(
      dossier::Comparison comparison = dossier::Comparison::kByUnit);

  test::TempFolder folder_;
  test::Events events_;
  Instant at_ = test::At("2021-06-30 12:00");
  QuarantineBounds bounds_;
  std::unique_ptr<Scribe> scribe_;
};

/// Something of a field that could not be used.
Reject Unusable(const std::string& fields, const std::string& source = "mot-cua",
                const std::string& field = "agency");

}  // namespace dunghan::record
