#pragma once

#include <cstddef>

/// Sizes that every reader of events keeps to.
namespace dunghan::intake {

/// The longest line, or single JSON object, that is read as an event. A real one has some 300
/// bytes.
inline constexpr size_t kMaxLine = size_t{1} << 20U;

/// How much of a longer one is kept for people to look at; its size and SHA-256 are kept beside it.
inline constexpr size_t kKeptOfOverlong = size_t{64} << 10U;

/// Bytes that must be readable behind a line handed to the decoder. The JSON reader works in blocks
/// and looks, without using what it sees, past the end.
inline constexpr size_t kPadding = 64;

}  // namespace dunghan::intake
