#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/digest.h"
#include "dunghan/base/error.h"
#include "dunghan/base/time.h"
#include "dunghan/ledger/record_view.h"
#include "dunghan/record/position.h"

/// Statements as they were frozen: what was said once, on record and found again.
namespace dunghan::statement {

/// Raised with whatever changes what a form says of the same figures.
inline constexpr int kFormVersion = 1;

/// Under what the same position gives the same canonical JSON: "7.1", how figures are made and what
/// forms say of them.
std::string CurrentDefinition();

/// What a statement is of, as it is asked for. There is one frozen statement of each and edition.
struct FrozenIdentity {
  std::string form;      ///< "monthly"
  std::string period;    ///< "2026-06", "bc:2026-06"
  std::string basis;     ///< "promised"
  std::string by;        ///< "agency"; empty: the form has no such choice
  std::string tree;      ///< "as-was"
  std::string agency;    ///< empty: all
  std::string language;  ///< "vi"
  // NOLINTNEXTLINE(modernize-use-nullptr): what the compiler writes for it
  friend auto operator<=>(const FrozenIdentity&, const FrozenIdentity&) = default;
};

/// A rendered file of it.
struct FrozenFile {
  std::string name;    ///< in the folder of frozen statements
  std::string format;  ///< "xlsx"
  Digest digest{};
  uint64_t size = 0;
  friend bool operator==(const FrozenFile&, const FrozenFile&) = default;
};

/// A statement as it was frozen. Frozen it is a draft ("bản trình"); see Sent.
struct FrozenStatement {
  FrozenIdentity identity;
  int64_t edition = 1;
  std::string reason;      ///< never empty for later editions
  std::string actor;       ///< who froze it
  std::string definition;  ///< see CurrentDefinition
  std::string settings;    ///< what it was made by besides: a digest of [figures] and the like
  std::string program;     ///< by which build its files were made
  record::Position position;
  Digest digest{};   ///< of `json`
  std::string json;  ///< canonical; empty where it was not asked for
  std::vector<FrozenFile> files;
  friend bool operator==(const FrozenStatement& a, const FrozenStatement& b);
};

/// "DH-2026-06-monthly-1-3fa9c2d4": period, form, edition, and the first digits of a digest of
/// identity, edition and JSON. ASCII letters, digits, '-', '_' and '.' alone: a file may be called
/// so.
std::string IdOf(const FrozenStatement& statement);

/// That a frozen statement was sent, signed, under a number of the register: from then on it is the
/// reported one.
struct Sent {
  std::string id;
  std::string number;  ///< "123/BC-TTPVHCC"
  LocalDay date;
  std::string signer;
  std::string actor;  ///< who entered it
  friend bool operator==(const Sent&, const Sent&) = default;
};

/// As content of an entry of the record, of kind kFrozen: the same statement, the same bytes.
std::string WriteFrozen(const FrozenStatement& statement);
enum class WithJson : uint8_t { kYes, kNo };
/// Nothing where it is not what WriteFrozen wrote. The JSON is held against its digest.
std::optional<FrozenStatement> ReadFrozen(std::string_view bytes, WithJson json = WithJson::kYes);
/// Likewise, of kind kAct.
std::string WriteSent(const Sent& sent);
std::optional<Sent> ReadSent(std::string_view bytes);

/// A frozen statement as it is found.
struct FrozenOnRecord {
  std::string id;
  int64_t seq = 0;    ///< of its entry
  Instant frozen_at;  ///< when that was recorded
  FrozenStatement statement;
  std::optional<Sent> sent;  ///< the last word of it; nothing: a draft
};

/// All up to the view's position, in order, without their JSON.
/// @error kInternal: an entry is none that this program can have written.
Result<std::vector<FrozenOnRecord>> FrozenIn(ledger::RecordView& view);
/// One of them, with its JSON. @error kNotFound
Result<FrozenOnRecord> FindFrozen(ledger::RecordView& view, std::string_view id);

/// Of those of an identity the one that counts: the last that was sent, else the last. Null: none.
const FrozenOnRecord* Counting(const std::vector<FrozenOnRecord>& frozen,
                               const FrozenIdentity& identity);

}  // namespace dunghan::statement
