#pragma once

#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <deque>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alarms.h"
#include "dunghan/ledger/ledger.h"
#include "folded.h"
#include "recent_events.h"

namespace dunghan::ledger {

/// Where a Book finds what it does not hold itself.
class Shelf {
 public:
  virtual ~Shelf() = default;
  /// An entry as kept.
  struct Kept {
    std::string entry;  ///< encoded
    bool settled = false;
  };
  /// Nothing if there is none.
  virtual std::optional<Kept> Load(std::string_view code) = 0;
  /// The dossier's events along the chain that ends at `last_seq`, mirrors' included; any order.
  virtual std::vector<dossier::Event> History(int64_t last_seq) = 0;
};

/// A dossier as it was, and as it is now.
struct Moved {
  std::string code;
  std::string before;  ///< encoded; empty: new
  std::string after;   ///< encoded
  bool was_settled = false;
  bool is_settled = false;
};

class Group;

/// The dossiers in work, folded: what lies between the events and the figures.
///
/// The writer's book holds all open dossiers, and what has changed until that is written behind; a
/// reader's holds those touched since then. Both learn of events the same way, through groups.
class Book {
 public:
  /// `recent_bytes`: see Options.
  Book(std::shared_ptr<const rulebook::Timeline> timeline, Dictionary& dictionary, Shelf& shelf,
       size_t recent_bytes)
      : timeline_(std::move(timeline)),
        dictionary_(&dictionary),
        shelf_(shelf),
        recent_(recent_bytes) {}

  const rulebook::Timeline& timeline() const { return *timeline_; }
  /// Judges by another timeline from now on. What that changes in the cells is for the caller to
  /// account for.
  void JudgeBy(std::shared_ptr<const rulebook::Timeline> timeline) {
    timeline_ = std::move(timeline);
  }

  /// Takes in an entry as kept, unchanged.
  void Hold(std::string_view code, std::string_view encoded);
  std::optional<Folded> Find(std::string_view code) const;
  bool Holds(std::string_view code) const { return entries_.contains(code); }
  /// A kept entry, from memory or shelf.
  std::optional<Folded> Load(std::string_view code);

  /// Makes a group's result the book's. Adds what changed, judged, if there is a list for it.
  void Publish(Group&& group, std::vector<DossierChange>* changes);

  /// Dossiers with an event dated ahead whose time has come.
  std::vector<std::string> Waking(Instant now) const { return waking_.Due(now); }
  /// When the next of them comes due.
  std::optional<Instant> NextWake() const { return waking_.Next(); }

  /// What has moved since it was last taken. It stays in the book.
  std::vector<Moved> TakeMoved();
  /// How many have.
  size_t moved() const { return moved_.size(); }
  /// The same without taking it.
  void ForEachMoved(const std::function<void(const Moved& moved)>& visit) const;
  /// Of the events published since they were last taken: AliasKey of each that says one.
  std::set<std::string, std::less<>> TakeAliases() { return std::exchange(aliases_, {}); }
  /// The same without taking them.
  const std::set<std::string, std::less<>>& aliases() const { return aliases_; }
  /// Lets go of those that are kept elsewhere now: what is settled and has not moved again.
  void LetGo(const std::vector<Moved>& written);
  /// Lets go of everything.
  void Clear();

  void ForEach(const std::function<void(std::string_view code, const Folded&)>& visit) const;
  void ForEachPacked(const std::function<void(const Packed& packed)>& visit) const;
  int64_t size() const { return static_cast<int64_t>(entries_.size()); }
  /// How many of those held are not settled.
  int64_t open() const { return open_; }

 private:
  friend class Group;
  void Put(std::string_view code, const Folded& entry, std::string_view before, bool was_settled);
  /// A dossier's events along the chain that ends at `last_seq`, any order.
  std::vector<dossier::Event> HistoryOf(std::string_view code, int64_t last_seq) const;

  std::shared_ptr<const rulebook::Timeline> timeline_;
  Dictionary* dictionary_;
  Shelf& shelf_;
  RecentEvents recent_;
  boost::unordered_flat_set<Packed, PackedHash, PackedEqual> entries_;
  Alarms waking_;
  std::set<std::string, std::less<>> aliases_;
  std::vector<Moved> moved_;  // each once, for its entry is marked; without `after`
  std::string encoded_;       // of one entry: its memory is used again
  int64_t open_ = 0;
};

/// What became of an event that was to be added to its dossier.
struct Added {
  enum class Kind : uint8_t {
    kNew,
    kKnown,  ///< the dossier has this very event already
    kFull,   ///< the dossier has as many events as it may
  };
  Kind kind = Kind::kNew;
  int64_t previous = 0;  ///< of kNew: the position of the dossier's event before; 0 = none
  bool other_content =
      false;  ///< of kNew: the dossier has an event of that id with another content
};

/// Events on their way into a book: folded on copies, published only once they are durable.
class Group {
 public:
  /// Events dated after `now` are kept but not in force yet. What is on record already goes in
  /// whatever its number, so that a bound is for the writer alone to set.
  Group(Book& book, Instant now, int64_t most_per_dossier = std::numeric_limits<int64_t>::max())
      : book_(book), now_(now), most_per_dossier_(most_per_dossier) {}

  /// `event` must outlive the group. `content` is its ContentDigest.
  Added Add(const dossier::Event& event, const Digest& content, int64_t seq);
  /// The same for an event that is new to the record, which may have it already in another form
  /// (see dossier::OtherForm). What is on record is taken as it stands: it may hold both.
  Added AddNew(const dossier::Event& event, const Digest& content, int64_t seq);
  /// Whether the dossier of a void that was added has, by now, the event that it voids.
  bool HasVoided(const dossier::Event& voiding) const;
  /// Refolds a dossier because time has passed. The code must outlive the group.
  void Wake(std::string_view code);
  /// Refolds what has to be refolded. To be called after the last Add, before Publish.
  void Complete();

 private:
  friend class Book;
  struct Work {
    std::string_view code;
    std::string_view before;  // encoded, in the book or in `loaded`; empty: new
    std::string loaded;
    bool was_settled = false;
    bool refold = false;
    int64_t last_known = 0;  // head of the chain through its events before this group
    Folded entry;
    boost::container::small_vector<const dossier::Event*, 2> added;
  };
  struct Fresh {
    const dossier::Event* event;
    int64_t seq;
    int64_t previous;
  };
  Work& WorkOn(std::string_view code);
  Added AddTo(Work& work, const dossier::Event& event, const Digest& content, int64_t seq);
  void Take(Work& work, const dossier::Event& event, uint64_t id);
  void Refold(Work& work);

  Book& book_;
  Instant now_;
  int64_t most_per_dossier_;
  std::vector<Fresh> fresh_;  // by position
  std::deque<Work> works_;    // a deque: the map points at its elements
  boost::unordered_flat_map<std::string_view, Work*> by_code_;
};

}  // namespace dunghan::ledger
