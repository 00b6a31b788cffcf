#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "dunghan/record/failure.h"
#include "dunghan/record/sqlite.h"
#include "dunghan/record/tally.h"
#include "dunghan/rulebook/rulebook.h"
#include "samples.h"

namespace dunghan::record {

/// A small rulebook with agencies A, B, C and D; `limit` tells versions apart.
inline std::shared_ptr<const rulebook::Rulebook> Rules(const std::shared_ptr<CodeTable>& codes,
                                                       const std::string& limit) {
  rulebook::Bundle bundle;
  bundle.files.push_back({"calendar", "office.toml",
                          "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
                          "valid = { from = 2020-01-01, to = 2022-12-31 }\n[hours]\n"
                          "mon = [\"07:30-11:30\"]\n"});
  bundle.files.push_back({"agencies", "agencies.csv", "code,name\nA,A\nB,B\nC,C\nD,D\n"});
  bundle.files.push_back(
      {"procedures", "procedures.csv",
       "code,name,field,limit,on_supplement,handled_by\nP,P,F," + limit + ",pause,\n"});
  return rulebook::Rulebook::Load(bundle, codes).rulebook;
}

/// Runs SQL on a file, as somebody would who can write it.
inline void Tamper(const std::filesystem::path& file, const std::string& sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
  char* message = nullptr;
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK)
      << (message ? message : "");
  sqlite3_free(message);
  sqlite3_close(database);
}

/// A record in a file, and its writer, who gives numbers to texts and knows each dossier's last
/// position.
class SqliteRecord : public ::testing::Test {
 protected:
  Place MakePlace() {
    return {.folder = folder_.path() / "data", .codes = events_.codes(), .bounds = bounds_};
  }
  std::filesystem::path File() { return folder_.path() / "data" / kRecordFile; }
  Result<std::unique_ptr<Storage>> TryOpen() { return Sqlite()->Open(MakePlace()); }
  void Open() {
    storage_.reset();
    storage_ = TryOpen().value();
    head_ = storage_->Now().head();
  }
  std::unique_ptr<Reading> Read() { return Sqlite()->Read(MakePlace()).value(); }

  Batch At(std::string_view recorded_at) { return {.recorded_at = test::At(recorded_at)}; }
  Written Write(Batch batch, const std::vector<dossier::Event>& events = {}) {
    batch.events = Take(events);
    Dictionary& dictionary = storage_->Now().dictionary();
    batch.texts_from = dictionary.size();
    std::vector<uint32_t> brought_by;
    for (const auto& event : events) Number(event, dictionary, brought_by);
    batch.brought_by = brought_by;
    const Written written = storage_->Write(batch, head_);
    head_ = written.head;
    return written;
  }
  Written WriteRules(const std::string& limit, int64_t seq, std::string_view at,
                     std::optional<Instant> from = {}) {
    const rulebook::Version version{seq,  test::At(at),      from,
                                    "op", from ? "why" : "", Rules(events_.codes(), limit)};
    Batch batch = At(at);
    batch.rulebook = &version;
    return Write(batch);
  }
  static std::vector<dossier::Event> EventsOf(Reading& reading, int64_t after = -1) {
    std::vector<dossier::Event> events;
    reading.ForEachEntry(after, reading.head().seq, [&](Entry& entry) {
      if (entry.event) events.push_back(*entry.event);
      return true;
    });
    return events;
  }
  /// What verify finds: the chain, then what lies beside it.
  static std::string Verify(Reading& reading) {
    try {
      return VerifyChain(reading);
    } catch (const Failure& failure) {
      return failure.error().for_log;
    }
  }

  test::TempFolder folder_;
  test::Events events_;
  QuarantineBounds bounds_;
  std::unique_ptr<Storage> storage_;
  Head head_;

 private:
  std::vector<NewEvent> Take(const std::vector<dossier::Event>& events) {
    std::vector<NewEvent> taken;
    for (const auto& event : events) {
      const int64_t seq = head_.seq + 1 + static_cast<int64_t>(taken.size());
      taken.push_back({&event, dossier::ContentDigest(event), last_[event.dossier]});
      last_[event.dossier] = seq;
    }
    return taken;
  }
  static void Number(const dossier::Event& event, Dictionary& dictionary,
                     std::vector<uint32_t>& brought_by) {
    const uint32_t before = dictionary.size();
    const uint32_t source = dictionary.Number(event.source);
    for (const uint32_t number :
         {dictionary.Number(event.agency), dictionary.Number(event.procedure),
          dictionary.Number(event.counter), dictionary.Number(event.unit),
          dictionary.Number(event.step), dictionary.Number(event.to_agency),
          dictionary.Number(event.reason)}) {
      (void)number;
    }
    brought_by.insert(brought_by.end(), dictionary.size() - before, source);
  }
  static std::string VerifyChain(Reading& reading);

  std::map<std::string, int64_t> last_;
};

}  // namespace dunghan::record
