#include "set_aside.h"

#include <fmt/format.h>

namespace dunghan::ledger::sqlite {
namespace {

/// Sources that share one portion, where they are counted together.
constexpr std::string_view kOthers = "other";

Digest Identify(const Reject& reject) {
  return IdentifyReject(reject.source, reject.reason, reject.fields, reject.raw);
}

}  // namespace

Digest IdentifyReject(std::string_view source, std::string_view reason, std::string_view fields,
                      std::string_view raw) {
  Sha256Stream stream;
  stream.Add(source);
  stream.Add(std::string_view("\0", 1));
  if (fields.empty()) {
    stream.Add(std::string_view("raw\0", 4));
    stream.Add(reason);
    stream.Add(std::string_view("\0", 1));
    stream.Add(raw);
  } else {
    stream.Add(std::string_view("fields\0", 7));
    stream.Add(fields);
  }
  return stream.Finish();
}

std::string_view SetAside::ShareOf(std::string_view source) const {
  return bounds_.sources.contains(source) ? source : kOthers;
}

int64_t& SetAside::WaitingOf(std::string_view source) {
  if (!waiting_) {
    waiting_.emplace();
    store_.ForEachSource([&](std::string_view each, int64_t waiting) {
      (*waiting_)[std::string(ShareOf(each))] += waiting;
    });
  }
  return (*waiting_)[std::string(ShareOf(source))];
}

int64_t SetAside::Put(const Reject& reject, Instant now) {
  const Digest digest = Identify(reject);
  if (const auto kept = store_.FindKept(digest)) {
    if (!kept->waiting) ++WaitingOf(reject.source);
    store_.CountUp(kept->id, reject, now);
    return kept->id;
  }
  if (WaitingOf(reject.source) < bounds_.waiting_per_source) return PutNew(digest, reject, now);
  const Reject overflow = Overflow(reject);
  const Digest shared = Identify(overflow);
  const auto kept = store_.FindKept(shared);
  if (!kept) return PutNew(shared, overflow, now);
  store_.CountUp(kept->id, overflow, now);
  return kept->id;
}

int64_t SetAside::PutNew(const Digest& digest, const Reject& reject, Instant now) {
  Store::RawPlace raw;
  if (!reject.raw.empty()) {
    auto place = side_files_.Gather(reject.raw, now);
    if (!place) throw StoreError(place.error());
    raw = {place->file, place->offset, place->size};
  }
  ++WaitingOf(reject.source);
  return store_.InsertQuarantined(digest, reject, now, raw);
}

/// What stands for all that is not kept. By field and not by reason: reasons quote what was sent.
Reject SetAside::Overflow(const Reject& reject) const {
  return {.source = std::string(ShareOf(reject.source)),
          .place = reject.place,
          .field = reject.field,
          .reason = fmt::format(
              "bound: {} entries of the source wait already ([ledger] max_quarantine); what comes "
              "beyond is only counted{}{}",
              bounds_.waiting_per_source, reject.field.empty() ? "" : ", here for ", reject.field),
          .fields = {},
          .raw = {}};
}

void SetAside::WriteBytes() {
  if (auto written = side_files_.Write(); !written) throw StoreError(written.error());
}

}  // namespace dunghan::ledger::sqlite
