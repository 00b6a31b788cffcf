#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "dunghan/base/error.h"

/// The note by which commands find the daemon that holds the ledger: the file `serving` in the data
/// folder, for the owner alone, as long as the daemon takes requests.
namespace dunghan::app {

struct Serving {
  std::string url;  ///< "http://127.0.0.1:8080"
  std::string key;  ///< see api::Operations
};

/// A key that nobody guesses.
std::string MakeServingKey();

/// The note of this process; removed with the object.
class ServingNote {
 public:
  explicit ServingNote(const std::filesystem::path& folder) : file_(folder / "serving") {}
  ~ServingNote();
  ServingNote(const ServingNote&) = delete;
  ServingNote& operator=(const ServingNote&) = delete;

  /// @error kUnavailable: it cannot be written; commands then do not find the daemon.
  Result<void> Write(const Serving& serving);

 private:
  std::filesystem::path file_;
  bool is_written_ = false;
};

/// The daemon that holds the ledger's lock now. Nothing where another process does, or where the
/// note is one that a daemon left when it died.
std::optional<Serving> FindServing(const std::filesystem::path& folder);

}  // namespace dunghan::app
