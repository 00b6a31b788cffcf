#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dunghan::bench {

/// A request ready to be written: views into what HttpBodies holds.
struct PreparedPost {
  std::string_view head;
  std::string_view body;
  int64_t events = 0;
};

/// The requests of a run, rendered before it begins.
///
/// One thread; views stay valid as long as the object.
class HttpBodies {
 public:
  struct Options {
    std::string file;   ///< NDJSON; empty: one body of 300 bytes, for ever
    int64_t lines = 1;  ///< a body; one line is sent as JSON, more as NDJSON
    bool repeat = true;
    std::string host;
    std::string path;
  };

  /// @throws std::runtime_error if the file cannot be read or has no line
  explicit HttpBodies(Options options);
  HttpBodies(const HttpBodies&) = delete;
  HttpBodies& operator=(const HttpBodies&) = delete;

  /// The next one; nothing after the last, unless they are repeated.
  std::optional<PreparedPost> Next();

 private:
  void Split();
  std::string_view HeadFor(size_t length);

  Options options_;
  std::string text_;
  std::map<size_t, std::string> heads_;  ///< by the length of the body
  std::vector<PreparedPost> posts_;
  size_t next_ = 0;
};

}  // namespace dunghan::bench
