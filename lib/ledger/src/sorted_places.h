#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/time.h"

namespace dunghan::ledger {

/// Positions sorted by a key, and those of one key by position. Memory is bounded: beyond it they
/// go, in sorted pieces, to a file that has no name, and so vanishes with the process.
class SortedPlaces {
 public:
  /// So many bytes of keys and positions are held in memory.
  explicit SortedPlaces(size_t in_memory = size_t{48} << 20U) : in_memory_(in_memory) {}
  ~SortedPlaces();
  SortedPlaces(const SortedPlaces&) = delete;
  SortedPlaces& operator=(const SortedPlaces&) = delete;

  /// An instant as a key in the order of time.
  static std::string KeyOf(Instant at);

  /// @throws record::Failure kUnavailable: there is no room for a temporary file.
  void Add(std::string_view key, int64_t seq);
  /// In order, until `visit` says false. Nothing is added any more.
  using Visitor = std::function<bool(std::string_view key, int64_t seq)>;
  void ForEach(const Visitor& visit);

 private:
  struct Place {
    uint32_t key;  // where it begins in keys_
    uint32_t size;
    int64_t seq;
  };
  class Piece;
  std::string_view KeyAt(const Place& place) const {
    return std::string_view(keys_).substr(place.key, place.size);
  }
  void Sort();
  void Spill();
  void Merge(const Visitor& visit);

  size_t in_memory_;
  std::string keys_;
  std::vector<Place> places_;
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
  std::vector<int64_t> begins_;  // of the pieces in the file
};

}  // namespace dunghan::ledger
