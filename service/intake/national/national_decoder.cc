#include "intake/national_decoder.h"

#include <fmt/format.h>

#include <utility>

#include "dunghan/base/digest.h"
#include "dunghan/base/text.h"
#include "dunghan/base/text_form.h"
#include "intake/gzip_body.h"
#include "message_parser.h"

namespace dunghan::intake {

bool IsNationalMessage(std::string_view json, const NationalMapping& mapping) {
  constexpr size_t kMost = 50'000;
  std::string fault;
  const auto message = ParseNational(WithoutByteOrderMark(json), mapping, kMost, fault);
  return message && (message->service == mapping.dossiers_service ||
                     message->service == mapping.steps_service);
}

NationalDecoder::NationalDecoder(std::shared_ptr<const NationalMapping> mapping,
                                 std::shared_ptr<CodeTable> codes,
                                 std::shared_ptr<const rulebook::Timeline> rulebooks,
                                 BatchOptions options)
    : reader_(std::move(mapping), rulebooks),
      decoder_(codes, rulebooks, options.default_source, options.max_texts),
      checks_(*codes, rulebooks, options.sources),
      options_(std::move(options)) {}
NationalDecoder::~NationalDecoder() = default;
NationalDecoder::NationalDecoder(NationalDecoder&&) noexcept = default;
NationalDecoder& NationalDecoder::operator=(NationalDecoder&&) noexcept = default;

DecodedNational NationalDecoder::Fill(std::string_view message, std::string_view service,
                                      Instant now) {
  const auto unreadable = [](std::string text) {
    return BodyFault{BodyFault::Kind::kUnreadable, std::move(text)};
  };
  if (auto fault = FormFault(message, "UTF-8")) return unreadable("the message is " + *fault);
  if (message.starts_with(kByteOrderMark)) message.remove_prefix(kByteOrderMark.size());
  NationalBatch batch;
  auto& items = batch.events.items;
  bool too_many = false;
  const auto take = [&](const EventFields& fields, size_t record) {
    too_many = too_many || items.size() >= options_.max_items;
    if (too_many) return;
    const Place place{.name = {}, .number = static_cast<int64_t>(record)};
    ledger::Item& item = items.emplace_back();
    batch.record_of.push_back(record);
    decoder_.DecodeFields(fields, place, item);
  };
  auto told = reader_.Read(message, service, now, take);
  if (!told) return unreadable(told.error().for_client);
  if (told->records == 0) return unreadable("the message holds no dossier");
  if (too_many) {
    return BodyFault{BodyFault::Kind::kTooMany,
                     fmt::format("the message tells of more than {} events, the most that are "
                                 "taken at once; send it in several",
                                 options_.max_items)};
  }
  batch.told = *told;
  return batch;
}

DecodedNational NationalDecoder::Decode(std::string_view message, std::string_view service,
                                        Instant now) {
  auto batch = Fill(message, service, now);
  if (!batch) return batch;
  const auto& items = batch->events.items;
  for (size_t i = 0; i < items.size(); ++i) {
    const auto* event = std::get_if<dossier::Event>(&items[i].content);
    const auto odd = event ? checks_.Check(*event, now) : Oddities();
    if (odd.empty()) continue;
    batch->events.warnings.Add(i, odd,
                               [&](Oddity oddity) { return checks_.ValueOf(oddity, *event); });
  }
  return batch;
}

NationalLine NationalDecoder::DecodeLine(const Line& line, const Place& place, Instant now) {
  auto batch = line.overlong
                   ? DecodedNational(BodyFault{
                         BodyFault::Kind::kTooLarge,
                         fmt::format("{} bytes long, expected at most {}", line.size, kMaxLine)})
                   : Fill(line.text, {}, now);
  if (batch) {
    for (ledger::Item& item : batch->events.items) {
      if (auto* reject = std::get_if<ledger::Reject>(&item.content)) {
        reject->place = place.ToString();
      }
    }
    return {std::move(batch->events.items), batch->told.undated};
  }
  ledger::Reject reject;
  reject.source = options_.default_source;
  reject.place = place.ToString();
  reject.reason = batch.error().text;
  reject.raw =
      fmt::format("a message of {} bytes, SHA-256 {}", line.overlong ? line.size : line.text.size(),
                  ToHex(line.overlong ? line.digest : Sha256(line.text)));
  NationalLine told;
  told.items.emplace_back().content = std::move(reject);
  return told;
}

DecodedNational NationalDecoder::Decode(EventBody&& body, std::string_view service, Instant now) {
  decoder_.SpeakAs(body.source);
  if (body.packing == Packing::kNone) return Decode(body.bytes, service, now);
  auto unpacked = UnpackBody(body.bytes, options_.max_bytes);
  if (!unpacked) return unpacked.error();
  const size_t size = unpacked->size();
  auto batch = Decode(*unpacked, service, now);
  if (batch) batch->events.unpacked = size;
  return batch;
}

}  // namespace dunghan::intake
