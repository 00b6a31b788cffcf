#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "dunghan/base/clock.h"
#include "dunghan/base/digest.h"
#include "dunghan/base/error.h"
#include "dunghan/dossier/event.h"
#include "dunghan/ledger/bounds.h"
#include "dunghan/ledger/dossier_change.h"
#include "dunghan/ledger/quarantine_view.h"
#include "dunghan/record/notice.h"
#include "dunghan/record/position.h"
#include "dunghan/record/quarantine.h"
#include "dunghan/record/storage.h"
#include "dunghan/rulebook/rulebook.h"
#include "dunghan/rulebook/timeline.h"

/// What is made of the record: the dossiers, their standings, the sums of days.
namespace dunghan::ledger {

class View;
struct Sources;

using record::NoticeLog;
using record::Position;
using record::QuarantineState;
using record::Reject;

/// One item handed in: an event the rulebook admits, or what is to be set aside.
struct Item {
  std::variant<dossier::Event, Reject> content;
  /// The quarantine entry this is a retry of; resolved together with the append.
  std::optional<int64_t> retry_of;
};

enum class Outcome : uint8_t { kStored, kDuplicate, kQuarantined };

struct ItemOutcome {
  Outcome outcome = Outcome::kStored;
  int64_t seq = 0;             ///< of the event, or of the quarantine entry
  bool other_content = false;  ///< stored beside another event of its id
  bool voids_nothing = false;  ///< stored; what it voids is not on record, nor in its group
  Bound bound = Bound::kNone;  ///< quarantined for that
};

struct Appended {
  std::vector<ItemOutcome> items;      ///< one per item, in order
  std::vector<DossierChange> changes;  ///< in full; none unless Options::tell_changes
  Position position;
};

/// A past position, for looking back.
struct AsOf {
  std::optional<int64_t> seq;  ///< the last event known; absent: all that was heard by `at`
  std::optional<Instant> at;   ///< absent: when the event `seq` was heard
};

/// A rulebook to be put in force.
struct Application {
  std::shared_ptr<const rulebook::Rulebook> rulebook;
  std::optional<Instant> effective_from;  ///< absent: now; earlier is backdated and needs a reason
  std::string operator_name;              ///< who does it
  std::string reason;
};

/// What came of it.
struct Applied {
  rulebook::Version version;
  bool is_new = true;  ///< false: it is the newest already, nothing was done
  int64_t moved = 0;   ///< dossiers whose due or verdict is another one now
  bool told = true;    ///< false: not all of it could be told, for what is kept was damaged
};

/// What is no event and is to be put on record: a frozen statement, an act of an operator.
struct Acts {
  std::vector<record::NewEntry> entries;  ///< each of a kind that IsApart
  /// How far whoever writes them knows such entries: what they say may depend on those before. What
  /// operators did else (operator_acts.h, quarantine_acts.h) does not count.
  int64_t seen = 0;
};

/// What has had its time and was removed.
struct Purged {
  int64_t days = 0;     ///< of bytes that could not be parsed; they lie together by day
  int64_t entries = 0;  ///< of quarantine that were dealt with; not 0: there may be more
};

struct Options {
  std::filesystem::path folder;  ///< empty: in memory
  /// How the record is kept. Nothing: in memory.
  std::shared_ptr<const record::Backend> backend = {};
  /// A new ledger records it, as in force always. In one that has a rulebook on record, that
  /// counts, until Apply records another.
  std::shared_ptr<const rulebook::Rulebook> rulebook;
  std::string operator_name = {};  ///< who records it
  /// Rulebooks made already: of those on record, only others are made anew from their files.
  std::shared_ptr<const rulebook::Timeline> known = {};
  std::optional<AsOf> as_of = {};    ///< views: look back; absent: now
  std::shared_ptr<CodeTable> codes;  ///< the rulebook's
  const Clock* clock = nullptr;
  Bounds bounds = {};
  /// States and cells are written behind after so many events (and when closed). Where that cannot
  /// keep up, the writer waits for it at four times as many.
  int64_t flush_every = 50'000;
  /// So many bytes of the newest events are held in memory as well, some 150 each, so that one that
  /// comes late need not read those before it. 0: none.
  size_t recent_bytes = size_t{64} << 20U;
  /// Nobody needs it once it is closed: what is written need not have reached the disk.
  bool scratch = false;
  /// Whether Append tells the changes of dossiers; without, they are not worked out.
  bool tell_changes = true;
  /// Views: asked again and again while the store is read, on the reading thread; once it says
  /// true, what is being read ends with kUnavailable. Empty: never.
  std::function<bool()> stop = {};
  /// Told how far a long rebuild has come: events done, events in all.
  std::function<void(int64_t done, int64_t all)> progress;
  /// Told what somebody may want to find in the log: that states and cells are made anew, and why.
  std::function<void(const std::string& what)> note = {};
};

/// The writer. One per folder, held by a lock; one thread at a time. States and day cells are
/// written by a thread of its own into a file of their own (`figures.db`), which may be taken away
/// at any time: no commit waits for it.
class Ledger {
 public:
  virtual ~Ledger() = default;

  /// Appends a commit group: durable on return, all or nothing on an error. Items that the ledger
  /// already has are duplicates and take no position; events beyond a bound are quarantined.
  /// Dossiers whose held-back events have come due are advanced as well.
  /// @error kUnavailable: the disk is full or not writable: nothing was acknowledged, and what
  /// comes next finds out what is on record; sent again, it is a duplicate if it is. Or its files
  /// or lock are not those any more that were opened, or another process has written to it: then
  /// nothing is on record for certain, and this writer refuses all that comes.
  virtual Result<Appended> Append(std::span<const Item> items) = 0;

  /// When the time of an event dated ahead will next have come: for Append, of nothing if need be.
  virtual std::optional<Instant> NextWake() const = 0;

  /// Writes states and day cells behind, and waits for it. Readers then have less to complete.
  virtual Result<void> Flush() = 0;
  /// The same without waiting: has it begun where nothing is being written behind just now.
  /// @error of what was begun before.
  virtual Result<void> FlushBehind() = 0;
  /// Whether the record takes writes: asks the disk, and changes nothing.
  virtual Result<void> Probe() = 0;

  /// Puts a rulebook in force: open dossiers are judged by it from then on, and, where it is
  /// backdated, those with an end after it. Durable on return, all or nothing.
  ///
  /// Once it is durable, `tell` is told of every dossier that is judged otherwise, or is another
  /// one because a source has changed sides, one after the other, in no order; what has come due on
  /// the way is told with the next Append. Empty: nobody asks, and nothing is read for it.
  /// @error kInvalidArgument: it would leave open dossiers without an agency that has them, each
  /// agency named; backdated without a reason; in the future.
  virtual Result<Applied> Apply(const Application& application, const ChangeTeller& tell = {}) = 0;
  /// Puts what is no event on record. Durable on return, all or nothing. Where it stands then.
  /// @error kConflict: others were recorded after Acts::seen; nothing is. kUnavailable: as
  /// Append's: what is on record is asked of a view.
  virtual Result<Position> Record(const Acts& acts) = 0;

  /// The rulebooks on record.
  virtual std::shared_ptr<const rulebook::Timeline> timeline() const = 0;

  /// Quarantine entries that wait, with an id after `id`: at most so many, by id.
  virtual Result<std::vector<QuarantineEntry>> QuarantineAfter(int64_t id, int64_t most) = 0;
  /// @error kNotFound
  virtual Result<QuarantineEntry> FindQuarantine(int64_t id) = 0;
  /// Marks quarantine entries that wait as dealt with by hand; with them an act goes on record that
  /// says who did so, and why. How many there were; of none nothing is put on record.
  virtual Result<int64_t> Discard(std::span<const int64_t> ids, const record::NewEntry& act) = 0;
  /// To be called often: whether the files are the ledger's own still. What cannot be read of what
  /// is made of the record is made anew.
  virtual Result<void> Watch() = 0;

  virtual Position position() const = 0;
  /// Fed by `simulate`.
  virtual bool simulated() const = 0;
  /// How many quarantine entries wait; -1: the store cannot say now.
  virtual int64_t quarantine_waiting() = 0;
  /// The same of each source that has any.
  virtual Result<WaitingBySource> quarantine_by_source() = 0;
  /// What is known of sources, see SourcesView.
  virtual Sources sources() const = 0;
  /// How many dossiers are open.
  virtual int64_t open_dossiers() const = 0;
  /// When each source was last heard, as far as it is on record: events stored, and what waits in
  /// quarantine; repeats leave no trace. Nothing: never. The newest `within` events are looked at;
  /// for a source that was heard before them only, when the earliest of them was recorded.
  virtual Result<std::vector<std::optional<Instant>>> LastHeard(
      std::span<const std::string> sources, int64_t within) = 0;

  /// What was announced, see notice.h. Its methods are called like this ledger's.
  virtual NoticeLog& notices() = 0;

  /// A view on the same store, the only way to look into one in memory.
  virtual Result<std::unique_ptr<View>> OpenView(const std::optional<AsOf>& as_of = {}) = 0;

  /// Removes what is kept for a time only and has had it, some of it at a time: to be called until
  /// nothing is left. Opening does so too, whatever comes of it.
  /// @error kUnavailable: some of it cannot be removed now.
  virtual Result<Purged> Purge() = 0;
};

/// Raised with whatever changes what is made of the record: the same events and rulebooks give the
/// same figures only under the same number.
int DerivationVersion();

/// Opens for writing, creating the folder if it is not there.
/// @error kConflict: another process writes to it, named by its pid. kUnavailable: not writable, or
/// the record is gone from a folder whose other files say that there was one. kInvalidArgument:
/// made by a newer version.
Result<std::unique_ptr<Ledger>> Open(Options options);

/// Opens for reading, beside a writer or not.
/// @error kNotFound: no ledger there. kInvalidArgument: Options::as_of is no position on record.
Result<std::unique_ptr<View>> OpenView(Options options);

}  // namespace dunghan::ledger
