#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "dunghan/base/digest.h"
#include "dunghan/base/error.h"
#include "dunghan/ledger/ledger.h"

/// The head of the chain, noted down outside the ledger, so that `verify --against` and `verify
/// --witness` have something to hold on to: who rewrites the whole chain makes a ledger that agrees
/// with itself, and is caught by nothing but a head that lies elsewhere.
namespace dunghan::app {

/// Where to note it: "syslog", or a file that is only ever appended to.
struct WitnessPlace {
  std::optional<std::filesystem::path> file;  ///< absent: the system's log
  friend bool operator==(const WitnessPlace&, const WitnessPlace&) = default;
};

/// Whether heads could be noted there, as far as can be seen without noting one: the file, or a new
/// one in its folder, may be written by who asks. @error kUnavailable: no, and why.
Result<void> CheckWitness(const WitnessPlace& place);

/// Notes heads down, each once. One thread at a time.
class Witness {
 public:
  explicit Witness(WitnessPlace place) : place_(std::move(place)) {}

  /// Durable on return, for a file: a line of the instant and the head. Nothing is written where
  /// the head is the one noted last.
  /// @error kUnavailable: the file cannot be written, and why.
  Result<void> Note(const ledger::Position& head, std::string_view instant);

 private:
  WitnessPlace place_;
  std::optional<Digest> noted_;
};

}  // namespace dunghan::app
