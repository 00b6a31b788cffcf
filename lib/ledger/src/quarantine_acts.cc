#include "dunghan/ledger/quarantine_acts.h"

#include <algorithm>
#include <utility>

#include "dunghan/record/bytes.h"

namespace dunghan::ledger {
namespace {

using record::ByteReader;
using record::ByteWriter;

// The form of acts, and which of them this is: that a statement was sent is 1.
constexpr uint64_t kActForm = 1;
constexpr uint64_t kDiscardAct = 2;

}  // namespace

std::string WriteDiscarding(const Discarding& discarding) {
  std::string out;
  ByteWriter write(out);
  write.Number(kActForm);
  write.Number(kDiscardAct);
  write.Text(discarding.actor);
  write.Text(discarding.reason);
  write.Number(discarding.ids.size());
  int64_t last = 0;
  for (const int64_t id : discarding.ids) {
    write.Number(static_cast<uint64_t>(id - last));
    last = id;
  }
  return out;
}

std::optional<Discarding> ReadDiscarding(std::string_view bytes) {
  constexpr uint64_t kMost = uint64_t{1} << 40U;
  ByteReader read(bytes);
  if (read.Number() != kActForm || read.Number() != kDiscardAct) return {};
  Discarding discarding;
  discarding.actor = read.Text();
  discarding.reason = read.Text();
  int64_t last = 0;
  for (uint64_t left = read.Below(kMost); left > 0 && read.ok(); --left) {
    last += static_cast<int64_t>(read.Below(kMost));
    discarding.ids.push_back(last);
  }
  if (!read.ok() || !read.AtEnd()) return {};
  return discarding;
}

Result<std::optional<DiscardingOnRecord>> DiscardingOf(RecordView& view, int64_t id) {
  std::optional<DiscardingOnRecord> last;
  const auto read = view.ForEachAct([&](StoredAct&& act) {
    if (act.kind != record::Kind::kAct) return true;
    auto discarding = ReadDiscarding(act.bytes);
    if (discarding && std::binary_search(discarding->ids.begin(), discarding->ids.end(), id)) {
      last = {act.recorded_at, std::move(*discarding)};
    }
    return true;
  });
  if (!read) return read.error();
  return last;
}

}  // namespace dunghan::ledger
