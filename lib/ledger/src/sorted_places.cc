#include "sorted_places.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <queue>
#include <system_error>
#include <tuple>

#include "dunghan/record/failure.h"

namespace dunghan::ledger {
namespace {

[[noreturn]] void ThrowNoRoom() {
  throw record::Failure(
      Unavailable("there is no room for a temporary file", std::generic_category().message(errno)));
}

constexpr size_t kBytesAtOnce = size_t{64} << 10U;

/// How a place lies in the file, before its key.
struct OnFile {
  uint32_t size;
  int64_t seq;
};

}  // namespace

/// One sorted piece of the file, from its beginning on.
class SortedPlaces::Piece {
 public:
  Piece(std::FILE* file, int64_t begin, int64_t end) : file_(file), at_(begin), end_(end) {}

  bool Next() {
    if (!Has(sizeof(OnFile))) return false;
    OnFile head;
    std::memcpy(&head, buffer_.data() + used_, sizeof head);
    used_ += sizeof head;
    if (!Has(head.size)) return false;
    key_.assign(buffer_, used_, head.size);
    used_ += head.size;
    seq_ = head.seq;
    return true;
  }
  const std::string& key() const { return key_; }
  int64_t seq() const { return seq_; }

 private:
  /// So many bytes more, read if they are not.
  bool Has(size_t bytes) {
    if (buffer_.size() - used_ >= bytes) return true;
    buffer_.erase(0, used_);
    used_ = 0;
    const auto left = static_cast<size_t>(end_ - at_);
    const size_t before = buffer_.size();
    const size_t wanted = std::min(left, std::max(kBytesAtOnce, bytes));
    buffer_.resize(before + wanted);
    // All pieces read through one stream, which another one has moved.
    if (::fseeko(file_, at_, SEEK_SET) != 0 ||
        std::fread(buffer_.data() + before, 1, wanted, file_) != wanted) {
      ThrowNoRoom();
    }
    at_ += static_cast<int64_t>(wanted);
    return buffer_.size() >= bytes;
  }

  std::FILE* file_;
  int64_t at_;
  int64_t end_;
  std::string buffer_;
  size_t used_ = 0;
  std::string key_;
  int64_t seq_ = 0;
};

SortedPlaces::~SortedPlaces() = default;

std::string SortedPlaces::KeyOf(Instant at) {
  // With the sign turned over, numbers are in order as bytes.
  const auto number = static_cast<uint64_t>(at.time_since_epoch().count()) ^ uint64_t { 1 } << 63U;
  std::string key(8, '\0');
  for (unsigned i = 0; i < 8; ++i) key[i] = static_cast<char>(number >> (56 - 8 * i) & 0xFF);
  return key;
}

void SortedPlaces::Add(std::string_view key, int64_t seq) {
  if (keys_.size() + places_.size() * sizeof(Place) + key.size() >= in_memory_ &&
      !places_.empty()) {
    Spill();
  }
  places_.push_back({static_cast<uint32_t>(keys_.size()), static_cast<uint32_t>(key.size()), seq});
  keys_ += key;
}

void SortedPlaces::Sort() {
  std::sort(places_.begin(), places_.end(), [this](const Place& a, const Place& b) {
    const int order = KeyAt(a).compare(KeyAt(b));
    return order != 0 ? order < 0 : a.seq < b.seq;
  });
}

void SortedPlaces::Spill() {
  if (!file_) file_.reset(std::tmpfile());
  if (!file_ || ::fseeko(file_.get(), 0, SEEK_END) != 0) ThrowNoRoom();
  begins_.push_back(::ftello(file_.get()));
  Sort();
  for (const Place& place : places_) {
    const OnFile head{place.size, place.seq};
    const bool written =
        std::fwrite(&head, sizeof head, 1, file_.get()) == 1 &&
        std::fwrite(keys_.data() + place.key, 1, place.size, file_.get()) == place.size;
    if (!written) ThrowNoRoom();
  }
  // Whether there was room for what the stream still held is known only now.
  if (std::fflush(file_.get()) != 0) ThrowNoRoom();
  places_.clear();
  keys_.clear();
}

void SortedPlaces::ForEach(const Visitor& visit) {
  if (file_) {
    Spill();
    return Merge(visit);
  }
  Sort();
  for (const Place& place : places_) {
    if (!visit(KeyAt(place), place.seq)) return;
  }
}

void SortedPlaces::Merge(const Visitor& visit) {
  if (::fseeko(file_.get(), 0, SEEK_END) != 0) ThrowNoRoom();
  const int64_t end = ::ftello(file_.get());
  std::vector<std::unique_ptr<Piece>> pieces;
  const auto later = [&pieces](size_t a, size_t b) {
    return std::tuple(std::string_view(pieces[b]->key()), pieces[b]->seq()) <
           std::tuple(std::string_view(pieces[a]->key()), pieces[a]->seq());
  };
  std::priority_queue<size_t, std::vector<size_t>, decltype(later)> next(later);
  for (size_t i = 0; i < begins_.size(); ++i) {
    pieces.push_back(std::make_unique<Piece>(file_.get(), begins_[i],
                                             i + 1 < begins_.size() ? begins_[i + 1] : end));
    if (pieces[i]->Next()) next.push(i);
  }
  while (!next.empty()) {
    const size_t first = next.top();
    next.pop();
    if (!visit(pieces[first]->key(), pieces[first]->seq())) return;
    if (pieces[first]->Next()) next.push(first);
  }
}

}  // namespace dunghan::ledger
