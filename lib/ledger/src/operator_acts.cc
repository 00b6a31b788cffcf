#include "dunghan/ledger/operator_acts.h"

#include <utility>

#include "dunghan/record/bytes.h"

namespace dunghan::ledger {
namespace {

using Kind = OperatorAct::Kind;

// The form of acts, and which of them this is: that a statement was sent is 1, discarding 2.
constexpr uint64_t kFormOfActs = 1;
constexpr uint64_t kOperatorAct = 3;
constexpr uint64_t kKinds = 5;  // and above

}  // namespace

std::string_view ToString(Kind kind) {
  switch (kind) {
    case Kind::kTokenMade:
      return "token";
    case Kind::kTokenRevoked:
      return "revoke";
    case Kind::kRestored:
      return "restore";
    case Kind::kLooked:
      return "look";
  }
  return {};
}

record::NewEntry WriteOperatorAct(const OperatorAct& act) {
  record::NewEntry entry{record::Kind::kAct, {}};
  record::ByteWriter write(entry.bytes);
  write.Number(kFormOfActs);
  write.Number(kOperatorAct);
  write.Number(static_cast<uint64_t>(act.kind));
  write.Signed(act.at.time_since_epoch().count());
  write.Text(act.actor);
  write.Text(act.what);
  write.Text(act.reason);
  return entry;
}

std::optional<OperatorAct> ReadOperatorAct(std::string_view bytes) {
  record::ByteReader read(bytes);
  if (read.Number() != kFormOfActs || read.Number() != kOperatorAct) return {};
  const uint64_t kind = read.Number();
  if (kind < 1 || kind >= kKinds) return {};
  OperatorAct act;
  act.kind = static_cast<Kind>(kind);
  act.at = Instant{std::chrono::milliseconds{read.Signed()}};
  act.actor = read.Text();
  act.what = read.Text();
  act.reason = read.Text();
  if (!read.ok() || !read.AtEnd()) return {};
  return act;
}

}  // namespace dunghan::ledger
