#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "dunghan/base/error.h"

namespace dunghan::sheet {

/// The bytes of a file on disk, or in memory.
class Input {
 public:
  /// @error kInvalidArgument: it cannot be read, is no regular file, or larger than `most`.
  static Result<Input> Open(const std::filesystem::path& path, uint64_t most);
  static Result<Input> FromBytes(std::string bytes, std::string name, uint64_t most);
  Input(Input&& other) noexcept;
  Input& operator=(Input&&) = delete;
  ~Input();

  const std::string& name() const { return name_; }
  uint64_t size() const { return size_; }
  bool in_memory() const { return descriptor_ < 0; }
  std::string_view bytes() const { return bytes_; }  ///< REQUIRES: in_memory
  int descriptor() const { return descriptor_; }     ///< REQUIRES: not in_memory

  /// How many bytes there were from `offset` on, at most as many as `into` takes.
  Result<size_t> ReadAt(uint64_t offset, std::span<char> into) const;

 private:
  Input(std::string name, int descriptor, std::string bytes, uint64_t size);

  std::string name_;
  int descriptor_;
  std::string bytes_;
  uint64_t size_;
};

}  // namespace dunghan::sheet
