#include "intake/byte_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "dunghan/base/text.h"

namespace dunghan::intake {
namespace {

using std::chrono::milliseconds;

// The first byte of gzip is a control character, which no JSON text begins with.
constexpr char kGzipFirstByte = '\x1f';
constexpr size_t kPackedBlock = size_t{256} << 10U;

std::string SystemText(int code) { return std::system_category().message(code); }

/// A descriptor, closed if it was opened here.
class Descriptor {
 public:
  Descriptor(int number, bool owned) : number_(number), owned_(owned) {}
  ~Descriptor() {
    if (owned_) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
  bool owned_;
};

/// zlib's state for reading gzip members.
class Inflater {
 public:
  // 15 bits of window, +16: gzip with header and checksum.
  Inflater() : ready_(inflateInit2(&stream_, 15 + 16) == Z_OK) {}
  ~Inflater() {
    if (ready_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  bool ready() const { return ready_; }
  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
  bool ready_;
};

}  // namespace

struct ByteSource::State {
  State(int number, bool owned, std::string name_in)
      : descriptor(number, owned), name(std::move(name_in)) {
    struct stat about {};
    if (::fstat(number, &about) == 0 && S_ISREG(about.st_mode)) {
      size = static_cast<uint64_t>(about.st_size);
    }
  }

  Result<Got> ReadRaw(std::span<char> into, milliseconds patience);
  Result<Got> ReadPacked(std::span<char> into, milliseconds patience);
  Result<Got> Refill(milliseconds patience);
  /// What inflating into `into` gave; nothing when it needs more input.
  Result<size_t> Unpack(std::span<char> into);
  Result<Got> Begin(std::span<char> into, milliseconds patience);
  void LookAtHead(std::string_view unpacked);
  size_t GiveHead(std::span<char> into);

  Descriptor descriptor;
  std::string name;
  std::optional<uint64_t> size;
  uint64_t taken = 0;

  enum class Form { kUnknown, kPlain, kGzip } form = Form::kUnknown;
  Inflater inflater;
  std::vector<char> packed;
  bool in_member = false;     // between a member's first byte and its checksum
  bool after_member = false;  // at least one is complete
  bool more_within = false;   // the output was full: zlib may hold more without further input
  // Of a member behind the first: how it begins, held back until that is known to be no byte-order
  // mark. The first member's is the file's, and whoever reads lines drops it.
  std::string head;
  bool in_head = false;
};

Result<ByteSource::Got> ByteSource::State::ReadRaw(std::span<char> into, milliseconds patience) {
  // A regular file never makes anybody wait.
  if (!size) {
    pollfd ready{descriptor.number(), POLLIN, 0};
    const int count = ::poll(&ready, 1, static_cast<int>(patience.count()));
    if (count == 0 || (count < 0 && errno == EINTR)) return Got{ReadStatus::kNotYet, 0};
  }
  const ssize_t count = ::read(descriptor.number(), into.data(), into.size());
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return Got{ReadStatus::kNotYet, 0};
  if (count < 0) return Unavailable(fmt::format("cannot be read: {}", SystemText(errno)));
  if (count == 0) return Got{ReadStatus::kEnd, 0};
  taken += static_cast<uint64_t>(count);
  return Got{ReadStatus::kDone, static_cast<size_t>(count)};
}

Result<ByteSource::Got> ByteSource::State::Begin(std::span<char> into, milliseconds patience) {
  const auto got = ReadRaw(into, patience);
  if (!got || got->status != ReadStatus::kDone) return got;
  if (into.front() != kGzipFirstByte) {
    form = Form::kPlain;
    return got;
  }
  form = Form::kGzip;
  if (!inflater.ready()) return Internal("zlib cannot be started");
  packed.resize(std::max(kPackedBlock, got->size));
  std::copy_n(into.begin(), got->size, packed.begin());
  inflater.stream().next_in = reinterpret_cast<Bytef*>(packed.data());
  inflater.stream().avail_in = static_cast<uInt>(got->size);
  return ReadPacked(into, patience);
}

Result<ByteSource::Got> ByteSource::State::Refill(milliseconds patience) {
  const auto got = ReadRaw(packed, patience);
  if (!got) return got;
  if (got->status == ReadStatus::kEnd && in_member) {
    return InvalidArgument("the gzip stream is cut off");
  }
  inflater.stream().next_in = reinterpret_cast<Bytef*>(packed.data());
  inflater.stream().avail_in = static_cast<uInt>(got->size);
  return got;
}

void ByteSource::State::LookAtHead(std::string_view unpacked) {
  head += unpacked;
  in_head = in_member && head.size() < kByteOrderMark.size();
  if (!in_head && head == kByteOrderMark) head.clear();
}

size_t ByteSource::State::GiveHead(std::span<char> into) {
  const size_t count = head.copy(into.data(), into.size());
  head.erase(0, count);
  return count;
}

Result<size_t> ByteSource::State::Unpack(std::span<char> into) {
  if (!in_head && !head.empty()) return GiveHead(into);
  z_stream& stream = inflater.stream();
  if (!in_member) {
    // Some tools pad the end of a file with zeros.
    while (after_member && stream.avail_in > 0 && *stream.next_in == 0) {
      ++stream.next_in;
      --stream.avail_in;
    }
    if (stream.avail_in == 0) return size_t{0};
    inflateReset(&stream);
    in_member = true;
    in_head = after_member;
  }
  std::array<char, kByteOrderMark.size()> first{};
  if (in_head) into = std::span(first).first(first.size() - head.size());
  stream.next_out = reinterpret_cast<Bytef*>(into.data());
  stream.avail_out = static_cast<uInt>(into.size());
  const int code = inflate(&stream, Z_NO_FLUSH);
  if (code == Z_STREAM_END) {
    in_member = false;
    after_member = true;
  } else if (code != Z_OK && code != Z_BUF_ERROR) {
    return InvalidArgument(fmt::format("the gzip stream is damaged: {}",
                                       stream.msg != nullptr ? stream.msg : "unknown fault"));
  }
  more_within = in_member && stream.avail_out == 0;
  const size_t unpacked = into.size() - stream.avail_out;
  if (!in_head) return unpacked;
  LookAtHead({first.data(), unpacked});
  return size_t{0};
}

Result<ByteSource::Got> ByteSource::State::ReadPacked(std::span<char> into, milliseconds patience) {
  while (true) {
    while (inflater.stream().avail_in > 0 || more_within || (!in_head && !head.empty())) {
      const auto size_unpacked = Unpack(into);
      if (!size_unpacked) return size_unpacked.error();
      if (*size_unpacked > 0) return Got{ReadStatus::kDone, *size_unpacked};
    }
    const auto got = Refill(patience);
    if (!got || got->status != ReadStatus::kDone) return got;
  }
}

ByteSource::ByteSource(std::unique_ptr<State> state) : state_(std::move(state)) {}
ByteSource::~ByteSource() = default;
ByteSource::ByteSource(ByteSource&&) noexcept = default;
ByteSource& ByteSource::operator=(ByteSource&&) noexcept = default;

Result<ByteSource> ByteSource::Open(const std::string& path) {
  if (path == "-") return Borrow(STDIN_FILENO, "stdin");
  const int number = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (number < 0) {
    const auto text = fmt::format("{}: cannot be opened: {}", path, SystemText(errno));
    return errno == ENOENT ? NotFound(text) : InvalidArgument(text);
  }
  auto state = std::make_unique<State>(number, true, path);
  struct stat about {};
  if (::fstat(number, &about) == 0 && S_ISDIR(about.st_mode)) {
    return InvalidArgument(fmt::format("{}: expected a file, found a folder", path));
  }
  return ByteSource(std::move(state));
}

ByteSource ByteSource::Borrow(int descriptor, std::string name) {
  return ByteSource(std::make_unique<State>(descriptor, false, std::move(name)));
}

Result<ByteSource::Got> ByteSource::Read(std::span<char> into, milliseconds patience) {
  switch (state_->form) {
    case State::Form::kUnknown:
      return state_->Begin(into, patience);
    case State::Form::kPlain:
      return state_->ReadRaw(into, patience);
    case State::Form::kGzip:
      return state_->ReadPacked(into, patience);
  }
  return Got{};
}

const std::string& ByteSource::name() const { return state_->name; }
uint64_t ByteSource::taken() const { return state_->taken; }
std::optional<uint64_t> ByteSource::size() const { return state_->size; }

}  // namespace dunghan::intake
