#pragma once

#include <exception>
#include <string>
#include <utility>

#include "dunghan/base/error.h"

namespace dunghan::ledger {

/// How a store's failure travels inside the ledger; its public methods turn it into a value.
class StoreError : public std::exception {
 public:
  explicit StoreError(Error error) : error_(std::move(error)) {}
  const Error& error() const { return error_; }
  const char* what() const noexcept override { return error_.for_client.c_str(); }

 private:
  Error error_;
};

/// What is kept cannot be what was written, and is not guessed at.
/// `what` goes into the log alone: it may name dossiers.
[[noreturn]] inline void ThrowDamaged(std::string what) {
  throw StoreError(Internal("the ledger's file is damaged", std::move(what)));
}

}  // namespace dunghan::ledger
