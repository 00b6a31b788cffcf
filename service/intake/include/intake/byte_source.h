#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "dunghan/base/error.h"

namespace dunghan::intake {

/// What an attempt to read came to.
enum class ReadStatus {
  kDone,    ///< something was read
  kNotYet,  ///< nothing came within the time given; later it may
  kEnd,     ///< the input is over
};

/// The bytes of a file, a pipe or a terminal, gzip undone where the content is gzip (RFC 1952, any
/// number of members, zero padding behind them; a byte-order mark at the beginning of a later
/// member is dropped). One thread at a time.
class ByteSource {
 public:
  /// "-" is standard input.
  /// @error kNotFound, kInvalidArgument: the file cannot be opened, or is a folder.
  static Result<ByteSource> Open(const std::string& path);
  /// Reads from a descriptor, which stays the caller's.
  static ByteSource Borrow(int descriptor, std::string name);

  ~ByteSource();
  ByteSource(ByteSource&&) noexcept;
  ByteSource& operator=(ByteSource&&) noexcept;

  struct Got {
    ReadStatus status = ReadStatus::kEnd;
    size_t size = 0;  ///< with kDone, at least 1
  };
  /// Reads what is there, waiting for it no longer than `patience` (a file is always there).
  /// @error kInvalidArgument: damaged or truncated gzip; kUnavailable: the system cannot read it.
  Result<Got> Read(std::span<char> into, std::chrono::milliseconds patience);

  const std::string& name() const;
  /// How many bytes of the file have been taken, as they stand there: gzip still packed.
  uint64_t taken() const;
  /// The size of the file; nothing for a pipe or terminal.
  std::optional<uint64_t> size() const;

 private:
  struct State;
  explicit ByteSource(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace dunghan::intake
