#include "intake/byte_source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "gzip_stream.h"

namespace dunghan::intake {
namespace {

using std::chrono::milliseconds;

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
  Result<Got> Begin(std::span<char> into, milliseconds patience);

  Descriptor descriptor;
  std::string name;
  std::optional<uint64_t> size;
  uint64_t taken = 0;

  enum class Form { kUnknown, kPlain, kGzip } form = Form::kUnknown;
  GzipStream gzip;
  std::vector<char> packed;
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
  packed.resize(std::max(kPackedBlock, got->size));
  std::copy_n(into.begin(), got->size, packed.begin());
  gzip.Give({packed.data(), got->size});
  return ReadPacked(into, patience);
}

Result<ByteSource::Got> ByteSource::State::Refill(milliseconds patience) {
  const auto got = ReadRaw(packed, patience);
  if (!got) return got;
  if (got->status == ReadStatus::kEnd) {
    if (auto whole = gzip.End(); !whole) return whole.error();
  }
  gzip.Give({packed.data(), got->size});
  return got;
}

Result<ByteSource::Got> ByteSource::State::ReadPacked(std::span<char> into, milliseconds patience) {
  while (true) {
    while (!gzip.needs_input()) {
      const auto unpacked = gzip.Read(into);
      if (!unpacked) return unpacked.error();
      if (*unpacked > 0) return Got{ReadStatus::kDone, *unpacked};
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
