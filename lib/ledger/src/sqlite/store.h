#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "../book.h"
#include "../cell_page.h"
#include "../dictionary.h"
#include "database.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/ledger/view.h"

namespace dunghan::ledger::sqlite {

/// The one-line facts of a ledger.
struct Meta {
  int64_t form = 0;        ///< version of the schema
  bool simulated = false;  ///< fed by `simulate`, for good
  int64_t watermark = 0;   ///< states and cells include events up to this one ...
  std::string rulebook;    ///< ... under the rulebooks of this key (DerivedKey)
};

/// Events from this source mark a ledger as simulated, for good.
inline constexpr std::string_view kSimulator = "simulate";

/// What is kept of one dossier, and where.
struct KeptState {
  Entry entry;
  bool settled = false;  ///< in the table of those
  std::optional<Instant> next_at = {};
};

/// The last commit.
struct Head {
  int64_t seq = 0;
  Instant recorded_at{};
  Digest chain{};
};

/// What states and cells depend on beside the events: the rulebooks, and the form they are kept in.
std::string DerivedKey(const rulebook::Timeline& timeline);
/// Whether a key was made by this version of the program, under whatever rulebooks.
bool IsOfThisVersion(std::string_view derived_key);

/// The ledger's tables, typed. All methods throw StoreError. One thread at a time.
class Store : public Shelf {
 public:
  static constexpr int64_t kForm = 3;
  static constexpr int64_t kFirstRead = 2;  ///< readers need no newer one

  Store(const std::string& path, Database::Mode mode, std::shared_ptr<CodeTable> codes);

  Database& database() { return database_; }
  Dictionary& dictionary() { return dictionary_; }

  /// Makes the tables where there are none, checks their form. For writers.
  void Prepare();
  /// Refuses what this program cannot have written, see shape.h.
  void Refuse(const Meta& meta, const Head& head);
  /// Whether there are tables at all.
  bool IsPrepared();
  Meta ReadMeta();
  void WriteMeta(const Meta& meta);
  Head ReadHead();
  /// Another number than before: somebody else has written to the file since. Inside a transaction.
  int64_t DataVersion();
  std::optional<Digest> ChainAt(int64_t seq);
  /// Takes in the dictionary's entries: a writer all of them, a reader those it comes to need.
  void OpenDictionary();
  /// Takes in all of them, those others have written since included.
  void RefreshDictionary();
  /// Writes the dictionary's entries after `known`; for each, the number of the source that brought
  /// it.
  void SaveDictionary(uint32_t known, std::span<const uint32_t> sources);
  /// How many texts each source has brought.
  void ForEachTextOfSource(const std::function<void(uint32_t source, int64_t texts)>& visit);

  /// The rulebooks on record up to a position, by position. One whose digest is that of a known one
  /// is that one; the others are made anew from their files.
  using KnownRulebooks = std::vector<std::shared_ptr<const rulebook::Rulebook>>;
  std::vector<rulebook::Version> ReadRulebooks(int64_t through, const KnownRulebooks& known);
  void InsertRulebook(const rulebook::Version& version);
  /// What a rulebook's commit adds to the chain.
  static Digest RecordDigest(const rulebook::Version& version, std::string_view manifest);
  /// The same of one on record; nothing if none took that position.
  std::optional<Digest> RecordDigestAt(int64_t seq);

  /// The last commit at or before a position, or an instant; nothing if there is none.
  std::optional<Head> HeadAt(int64_t seq);
  std::optional<Head> HeadAt(Instant at);

  /// Notes that an event is dated ahead.
  void InsertAhead(Instant at, int64_t seq, std::string_view code);
  /// Dossiers with an event up to `seq` that is dated after `at`.
  void ForEachAhead(Instant at, int64_t seq,
                    const std::function<void(std::string_view code)>& visit);
  /// The events after `seq`, in order: their dossier, and the position of the dossier's event
  /// before, 0 for its first.
  void ForEachTouched(int64_t seq,
                      const std::function<void(std::string_view code, int64_t previous)>& visit);

  void InsertEvent(int64_t seq, int64_t previous, const dossier::Event& event);
  void InsertCommit(int64_t first, const Head& head);
  /// Events with from <= seq <= to, in order.
  void ForEachEvent(int64_t from, int64_t to,
                    const std::function<void(int64_t seq, dossier::Event&& event)>& visit);
  /// A piece of the events with after < seq <= through, in order; empty: there are no more.
  std::vector<StoredEvent> EventsAfter(int64_t after, int64_t through);
  /// Lists the events up to `through` by their own time, for EventsHappenedAfter.
  void BeginHappened(int64_t through);
  /// A piece of them that goes on after `last`; absent: from the first one on.
  std::vector<StoredEvent> EventsHappenedAfter(const std::optional<StoredEvent>& last);
  void EndHappened();
  /// Commits whose last event has from <= seq, in order, until `visit` says false.
  void ForEachCommit(int64_t from,
                     const std::function<bool(int64_t first, const Head& head)>& visit);
  /// Along the chain, newest first.
  std::vector<std::pair<int64_t, dossier::Event>> Chain(int64_t last_seq);
  Instant RecordedAt(int64_t seq);

  /// See Ledger::LastHeard.
  std::vector<std::optional<Instant>> LastHeard(std::span<const std::string> sources,
                                                int64_t within);

  /// The position of the last event row, committed by a chain link or not.
  int64_t LastSeq();

  /// A temporary list of events, for reading them dossier by dossier: filled piece by piece, so
  /// that no long transaction is needed, and read once.
  void BeginWalk();
  void AddToWalk(int64_t seq, std::string_view code);
  /// In the order (code, seq).
  void ForEachWalked(
      const std::function<void(int64_t seq, int64_t previous, dossier::Event&& event)>& visit);
  void EndWalk();

  std::optional<Entry> Load(std::string_view code) override;
  std::optional<Entry> LoadFinished(std::string_view code);
  std::vector<dossier::Event> History(int64_t last_seq) override;

  /// `next_at`: when the dossier may next change by time alone.
  void PutOpen(std::string_view code, const Entry& entry, std::optional<Instant> next_at);
  void PutFinished(std::string_view code, const Entry& entry);
  void ForEachOpen(std::optional<Instant> next_before,
                   const std::function<void(std::string_view code, std::string_view entry)>& visit);
  /// Those with a code after `after`, by code, until `visit` says false.
  void ForEachFinished(
      std::string_view after,
      const std::function<bool(std::string_view code, std::string_view entry)>& visit);
  int64_t CountStates();

  /// For verify: the states of a dossier in both tables; whether an event is listed as dated ahead;
  /// the rows of a table; what in `meta` is not as WriteMeta writes it; what SQLite itself finds.
  std::vector<KeptState> KeptStates(std::string_view code);
  bool IsAhead(Instant at, int64_t seq, std::string_view code);
  int64_t CountRows(std::string_view table);
  std::optional<std::string> CompareMeta(const Meta& meta);
  std::optional<std::string> CheckIntegrity();
  /// What in quarantine cannot be what was put there.
  std::optional<std::string> CompareQuarantine();
  /// Which entry of the dictionary names another source than that which brought it.
  std::optional<std::string> CompareBroughtBy(std::span<const uint32_t> by_number);

  void ClearDerived();

  std::string ReadPage(const PageKey& key);
  void WritePage(const PageKey& key, std::string_view page);
  void ForEachPage(const std::function<void(const PageKey&, std::string_view page)>& visit);
  /// The first and last day that has a page; nothing if there are none.
  std::optional<std::pair<LocalDay, LocalDay>> PageDays();

  /// Where the unparsable bytes of a reject lie.
  struct RawPlace {
    std::string file;
    int64_t offset = 0;
    int64_t size = 0;
  };
  /// An entry of quarantine by the digest of what it holds.
  struct Kept {
    int64_t id = 0;
    bool waiting = false;
  };
  std::optional<Kept> FindKept(const Digest& digest);
  /// It was sent again, and waits.
  void CountUp(int64_t id, const Reject& reject, Instant now);
  /// The new entry's id.
  int64_t InsertQuarantined(const Digest& digest, const Reject& reject, Instant now,
                            const RawPlace& raw);
  void Resolve(int64_t id, Instant now);
  bool Discard(int64_t id, Instant now);
  /// Those that wait, with an id after `id`: at most so many, by id.
  std::vector<QuarantineEntry> WaitingAfter(int64_t id, int64_t most);
  /// How many wait of each source that has any.
  void ForEachSource(const std::function<void(std::string_view source, int64_t waiting)>& visit);
  /// Removes entries that were dealt with before an instant, at most so many. How many there were.
  int64_t PruneSettled(Instant before, int64_t most);
  int64_t CountWaiting();
  std::optional<QuarantineEntry> FindQuarantine(int64_t id);

 private:
  Statement& Cached(const char* sql);
  std::optional<Entry> LoadBy(const char* sql, std::string_view code);
  std::vector<StoredEvent> ReadPiece(Statement& read);
  std::optional<Head> OneHead(const char* sql, int64_t parameter);
  std::shared_ptr<const rulebook::Rulebook> MakeRulebook(int64_t seq, std::string_view manifest,
                                                         std::string_view digest);
  static void RefuseNewer(int64_t form);
  void Upgrade(int64_t form);
  void RecordRulebooks();

  Database::Mode mode_;
  Database database_;
  std::shared_ptr<CodeTable> shared_codes_;
  Dictionary dictionary_;
  boost::unordered_flat_map<std::string, std::shared_ptr<const rulebook::Rulebook>> rulebooks_;
  boost::unordered_flat_map<const char*, std::unique_ptr<Statement>> statements_;
};

}  // namespace dunghan::ledger::sqlite
