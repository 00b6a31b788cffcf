#include "intake/batch_decoder.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <utility>

#include "dunghan/base/text.h"
#include "dunghan/base/text_form.h"
#include "gzip_stream.h"
#include "intake/gzip_body.h"
#include "json_fault.h"

namespace dunghan::intake {
namespace {

static_assert(kPadding >= simdjson::SIMDJSON_PADDING);

BodyFault Unreadable(std::string text) { return {BodyFault::Kind::kUnreadable, std::move(text)}; }

/// simdjson says which kind of fault it is; where it is takes another look.
BodyFault NoJson(simdjson::error_code code, std::string_view body) {
  const auto fault = FindJsonFault(body);
  if (!fault) {
    return Unreadable(fmt::format("the body is no JSON: {}", simdjson::error_message(code)));
  }
  std::string text = "the body is no JSON: " + Describe(*fault, body);
  const std::string_view behind = WithoutBlanksAround(body.substr(fault->offset));
  if (fault->kind == JsonFault::Kind::kMoreBehind && behind.starts_with('{')) {
    text += "; many objects, one a line, are sent as Content-Type: application/x-ndjson";
  }
  return Unreadable(std::move(text));
}

/// What a body is instead of a text in UTF-8.
std::optional<std::string> FaultOfBytes(std::string_view body) {
  auto fault = FormFault(body, "UTF-8");
  if (fault && body.front() == kGzipFirstByte) {
    return "compressed by gzip, and no Content-Encoding says so";
  }
  return fault;
}

/// What an object or array is sent as where it is the other one that was announced.
BodyFault OtherForm(BatchForm form) {
  if (form == BatchForm::kCloudEvent) {
    return Unreadable(
        "the body is an array, not one CloudEvent; a batch of them is sent as Content-Type: "
        "application/cloudevents-batch+json");
  }
  return Unreadable(
      "the body is an object, not a batch of CloudEvents; one of them is sent as Content-Type: "
      "application/cloudevents+json");
}

/// Whether nothing but blanks follows what was read.
bool AtEnd(simdjson::ondemand::document& document) {
  const char* place = nullptr;
  // There is no place to tell once all has been read.
  return document.current_location().get(place) == simdjson::OUT_OF_BOUNDS;
}

/// How many lines are not blank.
size_t CountLines(std::string_view body) {
  size_t count = 0;
  while (!body.empty()) {
    const size_t end = body.find('\n');
    const bool blank = WithoutBlanksAround(body.substr(0, end)).empty();
    count += blank ? 0 : 1;
    if (end == std::string_view::npos) break;
    body.remove_prefix(end + 1);
  }
  return count;
}

const std::string& WhyNot(const ledger::Item& item) {
  return std::get<ledger::Reject>(item.content).reason;
}

/// Of a body that should have been one event.
BodyFault NoEvent(std::string_view body, const ledger::Item& item) {
  if (FindJsonFault(body)) return NoJson(simdjson::TAPE_ERROR, body);
  return Unreadable("the body is no event: " + WhyNot(item));
}

BodyFault TooMany(size_t most) {
  return {BodyFault::Kind::kTooMany,
          fmt::format("the body holds more than {} events, the most that are taken at once; send "
                      "them in several bodies",
                      most)};
}

}  // namespace

struct BatchDecoder::Reader {
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;
};

/// A batch on its way, held to the limits.
class BatchDecoder::Filling {
 public:
  Filling(BatchDecoder& of, BatchForm form, Instant now)
      : of_(of), form_(form), now_(now), is_cloud_event_(IsCloudEvent(form)) {}

  void Reserve(size_t items) { batch_.items.reserve(items); }
  /// False: that was one too many.
  bool Add(std::string_view json);
  /// The one event of binary mode.
  void AddBinary(const CloudEventHeaders& attributes, std::string_view data);
  BatchForm form() const { return form_; }
  bool is_full() const { return count_ > of_.options_.max_items; }
  size_t count() const { return count_; }
  bool any_object() const { return objects_ > 0; }
  const ledger::Item& first() const { return batch_.items.front(); }

  /// The batch, or what forbids it.
  DecodedBatch Finish();

 private:
  static bool IsCloudEvent(BatchForm form) {
    return form == BatchForm::kCloudEvent || form == BatchForm::kCloudEventBatch;
  }
  void Count(Verdict verdict, const ledger::Item& item);

  BatchDecoder& of_;
  BatchForm form_;
  Instant now_;
  bool is_cloud_event_;
  EventBatch batch_;
  size_t count_ = 0;
  size_t objects_ = 0;
  size_t unreadable_ = 0;
};

bool BatchDecoder::Filling::Add(std::string_view json) {
  ++count_;
  if (is_full()) return false;
  // The body is lost by now; but how many it holds tells why.
  if (unreadable_ > of_.options_.max_unreadable) return true;
  const Place place{.name = {}, .number = static_cast<int64_t>(batch_.items.size())};
  ledger::Item& item = batch_.items.emplace_back();
  Count(is_cloud_event_ ? of_.decoder_.DecodeCloudEvent(json, place, item)
                        : of_.decoder_.DecodeLine(json, place, item),
        item);
  return true;
}

void BatchDecoder::Filling::AddBinary(const CloudEventHeaders& attributes, std::string_view data) {
  ++count_;
  ledger::Item& item = batch_.items.emplace_back();
  Count(of_.decoder_.DecodeCloudEvent(attributes, data, {.name = {}, .number = 0}, item), item);
}

void BatchDecoder::Filling::Count(Verdict verdict, const ledger::Item& item) {
  if (verdict != Verdict::kNoObject) ++objects_;
  if (verdict == Verdict::kNoObject || verdict == Verdict::kNothingKnown) ++unreadable_;
  if (verdict != Verdict::kEvent) return;
  const auto& event = std::get<dossier::Event>(item.content);
  const auto odd = of_.checks_.Check(event, now_);
  if (odd.empty()) return;
  batch_.warnings.Add(batch_.items.size() - 1, odd,
                      [&](Oddity oddity) { return of_.checks_.ValueOf(oddity, event); });
}

DecodedBatch BatchDecoder::Filling::Finish() {
  const BatchOptions& options = of_.options_;
  if (is_full()) return TooMany(options.max_items);
  if (unreadable_ > options.max_unreadable) {
    return Unreadable(fmt::format(
        "more than {} of the {} items of the body are no events (the last: {}); nothing of it is "
        "kept",
        options.max_unreadable, count_, WhyNot(batch_.items.back())));
  }
  return std::move(batch_);
}

BatchDecoder::BatchDecoder(std::shared_ptr<CodeTable> codes,
                           std::shared_ptr<const rulebook::Timeline> rulebooks,
                           BatchOptions options)
    : reader_(std::make_unique<Reader>()),
      decoder_(codes, rulebooks, options.default_source, options.max_texts),
      checks_(*codes, rulebooks, options.sources),
      options_(std::move(options)) {}
BatchDecoder::~BatchDecoder() = default;
BatchDecoder::BatchDecoder(BatchDecoder&&) noexcept = default;
BatchDecoder& BatchDecoder::operator=(BatchDecoder&&) noexcept = default;

DecodedBatch BatchDecoder::Decode(EventBody&& body, Instant now) {
  decoder_.SpeakAs(body.source);
  if (body.packing == Packing::kNone) return DecodeUnpacked(body, now);
  auto unpacked = UnpackBody(body.bytes, options_.max_bytes);
  if (!unpacked) return unpacked.error();
  const size_t size = unpacked->size();
  body.bytes = std::move(*unpacked);
  auto batch = DecodeUnpacked(body, now);
  if (batch) batch->unpacked = size;
  return batch;
}

DecodedBatch BatchDecoder::DecodeUnpacked(EventBody& body, Instant now) {
  std::string& bytes = body.bytes;
  if (auto fault = FaultOfBytes(bytes)) return Unreadable("the body is " + *fault);
  if (bytes.starts_with(kByteOrderMark)) bytes.erase(0, kByteOrderMark.size());
  const size_t size = bytes.size();
  // simdjson reads so far beyond the end.
  bytes.append(kPadding, ' ');
  const auto text = std::string_view(bytes).substr(0, size);
  // In binary mode it is the data alone, of which an event need have none.
  if (WithoutBlanksAround(text).empty() && body.form != BatchForm::kCloudEventBinary) {
    return Unreadable("the body is empty");
  }
  Filling filling(*this, body.form, now);
  auto batch = DecodeForm(body, text, filling);
  // What the reader needs goes with the largest text it has met: not to be kept for ever.
  if (reader_->parser.capacity() > kMaxLine) reader_->parser = simdjson::ondemand::parser();
  auto ignored = decoder_.TakeIgnored();
  if (batch) batch->ignored = std::move(ignored);
  return batch;
}

DecodedBatch BatchDecoder::DecodeForm(const EventBody& body, std::string_view text,
                                      Filling& filling) {
  switch (body.form) {
    case BatchForm::kNdjson:
      return DecodeLines(text, filling);
    case BatchForm::kJson:
    case BatchForm::kCloudEvent:
    case BatchForm::kCloudEventBatch:
      return DecodeJson(text, body.bytes.size(), filling);
    case BatchForm::kCloudEventBinary:
      filling.AddBinary(body.attributes, WithoutBlanksAround(text));
      if (!filling.any_object()) return NoEvent(text, filling.first());
      return filling.Finish();
  }
  return filling.Finish();
}

DecodedBatch BatchDecoder::DecodeJson(std::string_view body, size_t padded, Filling& filling) {
  using simdjson::ondemand::json_type;
  const BatchForm form = filling.form();
  const std::string_view text = WithoutBlanksAround(body);
  // One event is what most bodies hold: what it can be is found while it is read as one, and all
  // else matters where it cannot.
  if (text.starts_with('{') && form != BatchForm::kCloudEventBatch) {
    filling.Add(text);
    if (filling.any_object()) return filling.Finish();
    return NoEvent(body, filling.first());
  }
  auto& document = reader_->document;
  if (auto error = reader_->parser.iterate(body.data(), body.size(), padded).get(document)) {
    return NoJson(error, body);
  }
  json_type type{};
  if (auto error = document.type().get(type)) return NoJson(error, body);
  if (type == json_type::object) return OtherForm(form);
  if (type != json_type::array) {
    return Unreadable("the body is neither an object nor an array of objects");
  }
  if (form == BatchForm::kCloudEvent) return OtherForm(form);
  return DecodeArray(body, filling);
}

DecodedBatch BatchDecoder::DecodeArray(std::string_view body, Filling& filling) {
  auto& document = reader_->document;
  simdjson::ondemand::array array;
  if (auto error = document.get_array().get(array)) return NoJson(error, body);
  for (auto element : array) {
    simdjson::ondemand::value value;
    std::string_view json;
    if (auto error = element.get(value)) return NoJson(error, body);
    if (auto error = simdjson::to_json_string(value).get(json)) return NoJson(error, body);
    if (!filling.Add(json)) return filling.Finish();
  }
  if (!AtEnd(document)) return Unreadable("the body goes on after its array");
  // Of CloudEvents a batch may be empty, says their specification.
  if (filling.count() == 0 && filling.form() != BatchForm::kCloudEventBatch) {
    return Unreadable("the array is empty");
  }
  return filling.Finish();
}

DecodedBatch BatchDecoder::DecodeLines(std::string_view body, Filling& filling) {
  // Counted beforehand, so that what is too much costs next to nothing.
  const size_t lines = CountLines(body);
  if (lines > options_.max_items) return TooMany(options_.max_items);
  filling.Reserve(lines);
  while (!body.empty()) {
    const size_t end = body.find('\n');
    const std::string_view line = WithoutBlanksAround(body.substr(0, end));
    body = end == std::string_view::npos ? std::string_view() : body.substr(end + 1);
    if (!line.empty()) filling.Add(line);
  }
  if (!filling.any_object()) {
    return Unreadable("no line of the body is a JSON object: " + WhyNot(filling.first()));
  }
  return filling.Finish();
}

}  // namespace dunghan::intake
