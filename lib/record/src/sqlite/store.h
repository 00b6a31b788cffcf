#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "../page.h"
#include "../rulebook_record.h"
#include "database.h"
#include "dunghan/record/reading.h"
#include "schema.h"

namespace dunghan::record::sqlite {

/// A row of `rulebooks`: position, effective_from, operator, reason, digest, manifest.
RulebookRecord ReadRulebookRecord(const Statement& row);

/// The record's tables, typed. All methods throw Failure. One thread at a time.
class Store {
 public:
  struct Way {
    Database::Mode mode = Database::Mode::kReadOnly;
    bool scratch = false;  ///< nothing need reach the disk
    std::function<bool()> stop = {};
  };
  Store(std::string path, Way way, std::shared_ptr<CodeTable> codes);

  /// Closes the connection and opens another. What was not committed is gone, and so are the
  /// dictionary's numbers that are not on record. Should it fail, every method does until it goes
  /// well.
  void Reopen();
  Database& database();
  bool in_memory() const { return path_ == Database::kMemory; }

  /// Whether there are tables at all.
  bool IsPrepared();
  /// For writers: makes the tables where there are none, brings those of an older form to this one.
  void Prepare();
  /// Looks what there is: form, mark, rows of events. For readers again with each snapshot: the
  /// writer may have taken up an older form.
  void Look();
  /// Refuses what this program cannot have written, see shape.h. After Look.
  void Refuse();

  int64_t form() const { return form_; }
  bool simulated() const { return simulated_; }
  void MarkSimulated();
  bool has_apart() const { return form_ >= kApartSince; }
  bool has_pages() const { return form_ >= kPagesSince; }
  bool has_rows() const { return has_rows_; }
  /// Only what came before form 4, and with it its rows of events.
  bool may_have_untallied() const { return has_rows_; }
  /// The position of the last event that has a row of its own; 0: none has.
  int64_t last_row() const { return last_row_; }

  // The chain.

  Head ReadHead();
  /// The last commit at or before a position, or an instant; nothing if there is none.
  std::optional<Head> HeadAt(int64_t seq);
  std::optional<Head> HeadAt(Instant at);
  /// A piece of the commits that end after `after`, in order; empty: there are no more.
  std::vector<Link> LinksAfter(int64_t after);
  void InsertCommit(int64_t first, const Head& head);
  Instant RecordedAt(int64_t seq);
  /// Another number than before: somebody else has written to the file since, or taken its log in.
  /// Inside a transaction.
  int64_t DataVersion();

  // Texts.

  Dictionary& dictionary() { return dictionary_; }
  const std::shared_ptr<CodeTable>& codes() const { return codes_; }
  /// Makes the dictionary go as far as that on record: a writer takes in all of it, a reader what
  /// it comes to need.
  void OpenDictionary();
  /// Writes the entries after `known`; for each, the number of the source that brought it.
  void SaveDictionary(uint32_t known, std::span<const uint32_t> sources);
  void ForEachTextOfSource(const std::function<void(uint32_t source, int64_t texts)>& visit);

  // Entries.

  void InsertPage(int64_t first, std::string_view page);
  /// Takes the whole log into the file, synced. @throws Failure kUnavailable: some of it is left
  void TakeInLog();
  /// Writes what is there already, so that the disk has to take something.
  void TouchMeta();
  /// What lies after one position up to another, in the bytes it is kept in.
  struct Row {
    int64_t seq = 0;
    DecodedEvent decoded;
  };
  struct Piece {
    int64_t through = 0;  ///< how far it goes
    std::vector<Row> rows = {};
    std::vector<std::pair<int64_t, std::string>> pages = {};
    std::vector<std::pair<int64_t, RulebookRecord>> rulebooks = {};
  };
  /// The next piece after a position, which goes up to `through` at the most.
  Piece ReadPiece(int64_t after, int64_t through);
  /// Its entries, until `visit` says false; false: it did.
  bool Visit(Piece& piece, int64_t after, const Reading::EntryVisitor& visit);
  DecodedEvent EventAt(int64_t seq);
  /// A page of one entry that is looked for by itself.
  struct Apart {
    int64_t seq = 0;
    std::string page = {};
    Instant recorded_at{};
  };
  /// Some of those after a position up to another, in order; empty: there are no more.
  std::vector<Apart> ReadApart(int64_t after, int64_t through);
  /// The numbers of the sources of the newest events, newest first, until `visit` says false.
  void ForEachSource(const std::function<bool(int64_t seq, uint64_t source)>& visit);

  void InsertAhead(Instant at, int64_t seq, std::string_view code);
  void ForEachAhead(Instant at, int64_t seq, const std::function<void(std::string_view)>& visit);

  // Rulebooks.

  std::vector<rulebook::Version> ReadRulebooks(int64_t through,
                                               const Reading::KnownRulebooks& known);
  void InsertRulebook(const rulebook::Version& version, const RulebookRecord& record);

  // Sources and quarantine; what the writer does to it is in quarantine_rows.h.

  std::vector<std::optional<Instant>> LastHeard(std::span<const std::string> sources,
                                                int64_t within);
  std::vector<QuarantineEntry> WaitingAfter(int64_t id, int64_t most);
  std::optional<QuarantineEntry> FindQuarantine(int64_t id);
  int64_t CountWaiting();
  /// By source; reads an index alone.
  void ForEachWaiting(const std::function<void(std::string_view source, int64_t waiting)>& visit);

  /// A statement that is prepared once. `sql` is a literal: it is known by its address.
  Statement& Cached(const char* sql);
  /// The number a query comes to; nothing: no row, or NULL.
  std::optional<int64_t> Number(const char* sql);

 private:
  void Open();
  void Create();
  void Upgrade();
  void TakeUpPages();
  std::optional<Head> OneHead(const char* sql, int64_t parameter);
  void LoadDictionary();
  void ReadRows(int64_t after, int64_t through, Piece& piece);
  void ReadPages(int64_t after, int64_t through, Piece& piece);
  DecodedEvent RowAt(int64_t seq);
  bool VisitPage(const PageReader& page, int64_t after, int64_t through,
                 const std::function<bool(int64_t)>& before, const Reading::EntryVisitor& visit);
  /// The page that would hold a position, which may end before it; null: there is none.
  const PageReader* FindPage(int64_t seq);
  bool IsAlone(int64_t seq);
  uint32_t NumberOf(std::string_view text);

  std::string path_;
  Way way_;
  std::optional<Database> database_;
  std::shared_ptr<CodeTable> codes_;
  Dictionary dictionary_;
  // Those made anew, by their digest.
  boost::unordered_flat_map<std::string, std::shared_ptr<const rulebook::Rulebook>> rulebooks_;
  boost::unordered_flat_map<const char*, std::unique_ptr<Statement>> statements_;

  int64_t form_ = 0;
  bool simulated_ = false;
  bool has_rows_ = false;
  int64_t last_row_ = 0;

  // What is on record does not change: the last page and commit that were looked at.
  std::string page_bytes_;
  std::optional<PageReader> page_;
  Link link_;
};

}  // namespace dunghan::record::sqlite
