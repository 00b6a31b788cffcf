#include "dunghan/base/text.h"
#include "intake/batch_decoder.h"
#include "items.h"

/// Bodies of CloudEvents: one, a batch, and the data of one whose attributes stand before it as
/// "name: value" lines, up to an empty line.

using namespace dunghan;
using intake::BatchForm;

namespace {

intake::CloudEventHeaders TakeAttributes(std::string_view& rest) {
  intake::CloudEventHeaders attributes;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const size_t mark = line.find(": ");
    if (mark == std::string_view::npos) break;
    attributes.emplace_back(line.substr(0, mark), line.substr(mark + 2));
  }
  return attributes;
}

intake::DecodedBatch Decode(const fuzz::Rules& rules, intake::EventBody body) {
  intake::BatchDecoder batch(rules.codes, rules.rulebooks, {.max_items = 100});
  auto decoded = batch.Decode(std::move(body), fuzz::Now());
  if (!decoded) {
    fuzz::Require(!decoded.error().text.empty(), "what is refused is told why");
    return decoded;
  }
  intake::EventDecoder decoder(rules.codes, rules.rulebooks);
  for (const auto& item : decoded->items) fuzz::RequireSound(item, decoder);
  return decoded;
}

void RequireAlike(const ledger::Item& a, const ledger::Item& b) {
  fuzz::Require(a.content.index() == b.content.index(), "the same verdict alone and in a batch");
  if (const auto* event = std::get_if<dossier::Event>(&a.content)) {
    fuzz::Require(*event == std::get<dossier::Event>(b.content), "the same event");
  } else if (const auto* reject = std::get_if<ledger::Reject>(&a.content)) {
    const auto& other = std::get<ledger::Reject>(b.content);
    fuzz::Require(reject->field == other.field && reject->reason == other.reason &&
                      reject->source == other.source && reject->fields == other.fields,
                  "the same is set aside");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto rules = fuzz::SmallRules();
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)Decode(rules, {std::string(bytes), BatchForm::kCloudEventBatch});
  if (const auto alone = Decode(rules, {std::string(bytes), BatchForm::kCloudEvent})) {
    const std::string text(WithoutByteOrderMark(bytes));
    const auto batch = Decode(rules, {"[" + text + "]", BatchForm::kCloudEventBatch});
    fuzz::Require(batch && batch->items.size() == 1 && alone->items.size() == 1,
                  "what is one event is a batch of one");
    RequireAlike(alone->items.front(), batch->items.front());
  }
  auto attributes = TakeAttributes(bytes);
  (void)Decode(rules, {.bytes = std::string(bytes),
                       .form = BatchForm::kCloudEventBinary,
                       .attributes = std::move(attributes)});
  return 0;
}
