#include "http_bodies.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace dunghan::bench {
namespace {

constexpr size_t kOwnBody = 300;

std::string ReadFile(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) throw std::runtime_error("cannot read " + name);
  return std::move(text).str();
}

std::string OwnBody() {
  std::string body = R"({"padding":")";
  body.resize(kOwnBody - 2, 'x');
  return body + "\"}";
}

}  // namespace

HttpBodies::HttpBodies(Options options) : options_(std::move(options)) {
  text_ = options_.file.empty() ? OwnBody() : ReadFile(options_.file);
  if (!text_.ends_with('\n')) text_ += '\n';
  Split();
  if (posts_.empty()) throw std::runtime_error(options_.file + ": no line");
}

void HttpBodies::Split() {
  const std::string_view text = text_;
  size_t begin = 0;
  while (begin < text.size()) {
    size_t end = begin;
    int64_t lines = 0;
    while (lines < options_.lines && end < text.size()) {
      end = text.find('\n', end) + 1;
      ++lines;
    }
    const std::string_view body = text.substr(begin, end - begin);
    posts_.push_back({HeadFor(body.size()), body, lines});
    begin = end;
  }
}

std::string_view HttpBodies::HeadFor(size_t length) {
  std::string& head = heads_[length];
  if (head.empty()) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe)
    const char* token = std::getenv("DUNGHAN_TOKEN");
    head = fmt::format(
        "POST {} HTTP/1.1\r\nHost: {}\r\nContent-Type: {}\r\n{}Content-Length: {}\r\n\r\n",
        options_.path, options_.host,
        options_.lines == 1 ? "application/json" : "application/x-ndjson",
        token ? fmt::format("Authorization: Bearer {}\r\n", token) : "", length);
  }
  return head;
}

std::optional<PreparedPost> HttpBodies::Next() {
  if (next_ == posts_.size()) {
    if (!options_.repeat) return std::nullopt;
    next_ = 0;
  }
  return posts_[next_++];
}

}  // namespace dunghan::bench
