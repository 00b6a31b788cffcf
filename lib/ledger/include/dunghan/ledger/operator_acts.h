#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dunghan/base/time.h"
#include "dunghan/record/storage.h"

namespace dunghan::ledger {

/// What an operator did beside the record, and what is put on record of it all the same.
struct OperatorAct {
  enum class Kind : uint8_t {
    kTokenMade = 1,
    kTokenRevoked = 2,
    kRestored = 3,  ///< from a copy
    kLooked = 4,    ///< at bytes that may name persons
  };
  Kind kind = Kind::kTokenMade;
  Instant at;  ///< when it was done; it may be long before it is put on record
  std::string actor;
  std::string what;  ///< of a token: its name, and what it is for; of a copy: its last position;
                     ///< of bytes: whose
  std::string reason;
  friend bool operator==(const OperatorAct&, const OperatorAct&) = default;
};
std::string_view ToString(OperatorAct::Kind kind);  ///< "token", "revoke", "restore", "look"

/// As an entry of the record, of kind kAct: the same, the same bytes.
record::NewEntry WriteOperatorAct(const OperatorAct& act);
/// Nothing where it is not what WriteOperatorAct wrote.
std::optional<OperatorAct> ReadOperatorAct(std::string_view bytes);

}  // namespace dunghan::ledger
