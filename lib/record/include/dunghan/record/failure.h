#pragma once

#include <exception>
#include <string>
#include <type_traits>
#include <utility>

#include "dunghan/base/error.h"

namespace dunghan::record {

/// How a store's failure travels between record and ledger; the public methods of the ledger turn
/// it into a value, see Guard.
class Failure : public std::exception {
 public:
  explicit Failure(Error error) : error_(std::move(error)) {}
  const Error& error() const { return error_; }
  const char* what() const noexcept override { return error_.for_client.c_str(); }

 private:
  Error error_;
};

/// What is kept cannot be what was written, and is not guessed at.
/// `what` goes into the log alone: it may name dossiers.
[[noreturn]] inline void ThrowDamaged(std::string what) {
  throw Failure(Internal("the ledger's file is damaged", std::move(what)));
}

/// Runs what may throw a Failure and hands that back as a value.
template <class F>
auto Guard(F&& run) -> Result<decltype(run())> {
  try {
    if constexpr (std::is_void_v<decltype(run())>) {
      run();
      return {};
    } else {
      return run();
    }
  } catch (const Failure& failure) {
    return failure.error();
  }
}

}  // namespace dunghan::record
