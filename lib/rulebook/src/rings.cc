#include "rings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace dunghan::rulebook {
namespace {

constexpr uint32_t kNone = kNowhere;

/// Trees whose edges lead from a place to the root, and may be added and taken away: a link-cut
/// tree (Sleator and Tarjan 1983). Every operation costs log n on average.
class Forest {
 public:
  explicit Forest(uint32_t places) : nodes_(places) {}

  /// Where the links from here end.
  uint32_t RootOf(uint32_t place) {
    Expose(place);
    while (nodes_[place].child[0] != kNone) place = nodes_[place].child[0];
    Splay(place);
    return place;
  }

  /// REQUIRES: `from` is a root, and not that of `to`.
  void Link(uint32_t from, uint32_t to) {
    Expose(from);
    nodes_[from].parent = to;
  }

  /// Makes a root of it.
  void Cut(uint32_t from) {
    Expose(from);
    uint32_t& above = nodes_[from].child[0];
    if (above != kNone) nodes_[above].parent = kNone;
    above = kNone;
  }

 private:
  // Of a binary tree over the places of one way to the root, those nearer to it on the left. The
  // top's parent is where the way joins another one.
  struct Node {
    uint32_t parent = kNone;
    std::array<uint32_t, 2> child{kNone, kNone};
  };

  bool IsTop(uint32_t place) const {
    const uint32_t parent = nodes_[place].parent;
    return parent == kNone ||
           (nodes_[parent].child[0] != place && nodes_[parent].child[1] != place);
  }
  size_t SideOf(uint32_t place) const {
    return nodes_[nodes_[place].parent].child[1] == place ? 1 : 0;
  }

  void Rotate(uint32_t place) {
    const uint32_t parent = nodes_[place].parent;
    const uint32_t above = nodes_[parent].parent;
    const size_t side = SideOf(place);
    if (!IsTop(parent)) nodes_[above].child[SideOf(parent)] = place;
    const uint32_t inner = std::exchange(nodes_[place].child[1 - side], parent);
    nodes_[parent].child[side] = inner;
    if (inner != kNone) nodes_[inner].parent = parent;
    nodes_[parent].parent = place;
    nodes_[place].parent = above;
  }

  void Splay(uint32_t place) {
    while (!IsTop(place)) {
      const uint32_t parent = nodes_[place].parent;
      if (!IsTop(parent)) Rotate(SideOf(place) == SideOf(parent) ? parent : place);
      Rotate(place);
    }
  }

  /// Makes one binary tree of the way from here to the root, this place on top.
  void Expose(uint32_t place) {
    uint32_t below = kNone;
    for (uint32_t at = place; at != kNone; at = nodes_[at].parent) {
      Splay(at);
      nodes_[at].child[1] = std::exchange(below, at);
    }
    Splay(place);
  }

  std::vector<Node> nodes_;
};

/// The links as the days go by. One that would close a ring is held back, so that trees remain.
class Links {
 public:
  explicit Links(uint32_t places) : forest_(places), places_(places) {}

  /// All changes of a day: first what ends, then what begins.
  void Change(const LinkChange* begin, const LinkChange* end, std::vector<Ring>& rings) {
    std::vector<uint32_t> changed;
    std::vector<uint32_t> loosened;
    for (const LinkChange* change = begin; change != end; ++change) {
      Place& place = places_[change->from];
      if (place.linked) {
        const uint32_t root = forest_.RootOf(change->from);
        if (places_[root].held) loosened.push_back(root);
        forest_.Cut(change->from);
      }
      place = {.to = change->to};
      changed.push_back(change->from);
    }
    // Nothing has begun yet: what still leads back here is the ring that is known.
    for (const uint32_t from : loosened) {
      if (places_[from].held && forest_.RootOf(places_[from].to) != from) Link(from);
    }
    for (const uint32_t from : changed) {
      Place& place = places_[from];
      if (place.to == kNowhere || place.linked || place.held) continue;
      if (forest_.RootOf(place.to) != from) {
        Link(from);
        continue;
      }
      place.held = true;
      rings.push_back({begin->day, WayFrom(from)});
      if (rings.size() >= kMostRings) return;
    }
  }

 private:
  struct Place {
    uint32_t to = kNowhere;
    bool linked = false;
    bool held = false;  // closes a ring
  };

  void Link(uint32_t from) {
    forest_.Link(from, places_[from].to);
    places_[from].linked = true;
    places_[from].held = false;
  }

  std::vector<uint32_t> WayFrom(uint32_t from) const {
    std::vector<uint32_t> way{from};
    for (uint32_t at = places_[from].to; at != from; at = places_[at].to) way.push_back(at);
    return way;
  }

  Forest forest_;
  std::vector<Place> places_;
};

}  // namespace

std::vector<Ring> FindRings(uint32_t places, std::vector<LinkChange> changes) {
  std::stable_sort(changes.begin(), changes.end(),
                   [](const LinkChange& a, const LinkChange& b) { return a.day < b.day; });
  std::vector<Ring> rings;
  Links links(places);
  for (size_t begin = 0; begin < changes.size() && rings.size() < kMostRings;) {
    size_t end = begin;
    while (end < changes.size() && changes[end].day == changes[begin].day) ++end;
    links.Change(changes.data() + begin, changes.data() + end, rings);
    begin = end;
  }
  return rings;
}

std::string Say(const std::vector<std::string_view>& way) {
  constexpr size_t kNamed = 12;
  const size_t named = way.size() > kNamed ? kNamed - 2 : way.size();
  std::string text;
  for (size_t i = 0; i < named; ++i) text += fmt::format("{} > ", way[i]);
  if (named < way.size()) text += fmt::format("{} more > ", way.size() - named);
  return text.append(way.front());
}

}  // namespace dunghan::rulebook
