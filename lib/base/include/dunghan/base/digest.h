#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dunghan {

/// A SHA-256 value (FIPS 180-4).
using Digest = std::array<unsigned char, 32>;

Digest Sha256(std::string_view bytes);

/// The first eight bytes, big-endian: enough to tell events of one dossier apart.
uint64_t Prefix64(const Digest& digest);

/// 64 lower-case hexadecimal digits.
std::string ToHex(std::span<const unsigned char> bytes);
std::optional<Digest> DigestFromHex(std::string_view hex);

/// SHA-256 of bytes that arrive in pieces. One thread at a time.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(Sha256Stream&&) noexcept;
  Sha256Stream& operator=(Sha256Stream&&) noexcept;

  void Add(std::string_view bytes);
  void Add(const Digest& digest);
  /// The digest of all that was added; the stream then starts afresh.
  Digest Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dunghan
