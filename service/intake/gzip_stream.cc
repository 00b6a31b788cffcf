#include "gzip_stream.h"

#include <fmt/format.h>
// zlib reads its input through pointers to const, if asked to.
#define ZLIB_CONST
#include <zlib.h>

#include <array>

#include "dunghan/base/text.h"

namespace dunghan::intake {

struct GzipStream::State {
  // 15 bits of window, +16: gzip with header and checksum.
  State() : is_ready(inflateInit2(&stream, 15 + 16) == Z_OK) {}
  ~State() {
    if (is_ready) inflateEnd(&stream);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  bool holds_head() const { return !in_head && !head.empty(); }
  bool BeginMember();
  Result<size_t> Unpack(std::span<char> into);
  Error Fault() const;
  void LookAtHead(std::string_view unpacked);
  size_t GiveHead(std::span<char> into);

  z_stream stream{};
  bool is_ready;
  bool in_member = false;     // between a member's first byte and its checksum
  bool after_member = false;  // at least one is complete
  bool more_within = false;   // the output was full: zlib may hold more without further input
  // Of a member behind the first: how it begins, held back until that is known to be no byte-order
  // mark. The first member's is the file's, and whoever reads lines drops it.
  std::string head;
  bool in_head = false;
};

/// False: there are no bytes of another one so far.
bool GzipStream::State::BeginMember() {
  // Some tools pad the end of a file with zeros.
  while (after_member && stream.avail_in > 0 && *stream.next_in == 0) {
    ++stream.next_in;
    --stream.avail_in;
  }
  if (stream.avail_in == 0) return false;
  inflateReset(&stream);
  in_member = true;
  in_head = after_member;
  return true;
}

Result<size_t> GzipStream::State::Unpack(std::span<char> into) {
  std::array<char, kByteOrderMark.size()> first{};
  if (in_head) into = std::span(first).first(first.size() - head.size());
  stream.next_out = reinterpret_cast<Bytef*>(into.data());
  stream.avail_out = static_cast<uInt>(into.size());
  const int code = inflate(&stream, Z_NO_FLUSH);
  if (code == Z_STREAM_END) {
    in_member = false;
    after_member = true;
  } else if (code != Z_OK && code != Z_BUF_ERROR) {
    return Fault();
  }
  more_within = in_member && stream.avail_out == 0;
  const size_t unpacked = into.size() - stream.avail_out;
  if (!in_head) return unpacked;
  LookAtHead({first.data(), unpacked});
  return size_t{0};
}

Error GzipStream::State::Fault() const {
  const std::string_view why = stream.msg != nullptr ? stream.msg : "unknown fault";
  // What zlib says of the first two bytes alone.
  if (why == "incorrect header check") {
    return InvalidArgument(after_member ? "something else follows the gzip stream"
                                        : "it does not begin as gzip does");
  }
  return InvalidArgument(fmt::format("the gzip stream is damaged: {}", why));
}

void GzipStream::State::LookAtHead(std::string_view unpacked) {
  head += unpacked;
  in_head = in_member && head.size() < kByteOrderMark.size();
  if (!in_head && head == kByteOrderMark) head.clear();
}

size_t GzipStream::State::GiveHead(std::span<char> into) {
  const size_t count = head.copy(into.data(), into.size());
  head.erase(0, count);
  return count;
}

GzipStream::GzipStream() : state_(std::make_unique<State>()) {}
GzipStream::~GzipStream() = default;

void GzipStream::Give(std::string_view packed) {
  state_->stream.next_in = reinterpret_cast<const Bytef*>(packed.data());
  state_->stream.avail_in = static_cast<uInt>(packed.size());
}

bool GzipStream::needs_input() const {
  return state_->stream.avail_in == 0 && !state_->more_within && !state_->holds_head();
}

Result<size_t> GzipStream::Read(std::span<char> into) {
  if (!state_->is_ready) return Internal("zlib cannot be started");
  if (state_->holds_head()) return state_->GiveHead(into);
  if (!state_->in_member && !state_->BeginMember()) return size_t{0};
  return state_->Unpack(into);
}

Result<void> GzipStream::End() const {
  if (state_->in_member) return InvalidArgument("the gzip stream is cut off");
  return {};
}

}  // namespace dunghan::intake
