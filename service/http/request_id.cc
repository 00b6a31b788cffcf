#include "request_id.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <random>

namespace dunghan::http {
namespace {

constexpr int kBase = 36;

}  // namespace

bool IsRequestId(std::string_view text) {
  constexpr size_t kLongest = 64;
  return !text.empty() && text.size() <= kLongest &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-';
         });
}

RequestIds::RequestIds() {
  constexpr int kLetters = 6;
  std::random_device source;
  for (int i = 0; i < kLetters; ++i) {
    run_ += "0123456789abcdefghijklmnopqrstuvwxyz"[source() % kBase];
  }
  run_ += '-';
}

std::string RequestIds::Next() {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), ++last_, kBase).ptr;
  std::string id = run_;
  id.append(digits.data(), end);
  return id;
}

}  // namespace dunghan::http
