#include "intake/batch_decoder.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <utility>

#include "dunghan/base/text.h"

namespace dunghan::intake {
namespace {

static_assert(kPadding >= simdjson::SIMDJSON_PADDING);

constexpr std::string_view kBlank = " \t\r\n";

std::string_view Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

Error Unreadable(simdjson::error_code code) {
  return InvalidArgument(fmt::format("the body is no JSON: {}", simdjson::error_message(code)));
}

/// Whether nothing but blanks follows what was read.
bool AtEnd(simdjson::ondemand::document& document) {
  const char* place = nullptr;
  // There is no place to tell once all has been read.
  return document.current_location().get(place) == simdjson::OUT_OF_BOUNDS;
}

/// What could not be read as JSON at all.
bool IsUnparsed(const ledger::Item& item) {
  const auto* reject = std::get_if<ledger::Reject>(&item.content);
  return reject && !reject->raw.empty();
}

}  // namespace

struct BatchDecoder::Reader {
  simdjson::ondemand::parser parser;
};

BatchDecoder::BatchDecoder(std::shared_ptr<CodeTable> codes,
                           std::shared_ptr<const rulebook::Timeline> rulebooks,
                           std::string default_source)
    : reader_(std::make_unique<Reader>()),
      decoder_(std::move(codes), std::move(rulebooks), std::move(default_source)) {}
BatchDecoder::~BatchDecoder() = default;
BatchDecoder::BatchDecoder(BatchDecoder&&) noexcept = default;
BatchDecoder& BatchDecoder::operator=(BatchDecoder&&) noexcept = default;

Result<std::vector<ledger::Item>> BatchDecoder::Decode(std::string&& body, BatchForm form) {
  if (body.starts_with(kByteOrderMark)) body.erase(0, kByteOrderMark.size());
  const size_t size = body.size();
  body.append(kPadding, ' ');
  const auto text = std::string_view(body).substr(0, size);
  if (Trimmed(text).empty()) return InvalidArgument("the body is empty");
  return form == BatchForm::kNdjson ? DecodeLines(text) : DecodeJson(text, body.size());
}

void BatchDecoder::Add(std::string_view json, std::vector<ledger::Item>& items) {
  const Place place{.name = {}, .number = static_cast<int64_t>(items.size())};
  decoder_.DecodeLine(json, place, items.emplace_back());
}

Result<std::vector<ledger::Item>> BatchDecoder::DecodeJson(std::string_view body, size_t padded) {
  using simdjson::ondemand::json_type;
  std::vector<ledger::Item> items;
  simdjson::ondemand::document document;
  if (auto error = reader_->parser.iterate(body.data(), body.size(), padded).get(document)) {
    return Unreadable(error);
  }
  json_type type{};
  if (auto error = document.type().get(type)) return Unreadable(error);
  if (type == json_type::object) {
    Add(Trimmed(body), items);
    if (IsUnparsed(items.front())) {
      return InvalidArgument("the body is no JSON: " +
                             std::get<ledger::Reject>(items.front().content).reason);
    }
    return items;
  }
  if (type != json_type::array) {
    return InvalidArgument("the body is neither an object nor an array of objects");
  }
  simdjson::ondemand::array array;
  if (auto error = document.get_array().get(array)) return Unreadable(error);
  for (auto element : array) {
    simdjson::ondemand::value value;
    std::string_view json;
    if (auto error = element.get(value)) return Unreadable(error);
    if (auto error = simdjson::to_json_string(value).get(json)) return Unreadable(error);
    Add(json, items);
  }
  if (!AtEnd(document)) return InvalidArgument("the body goes on after its array");
  if (items.empty()) return InvalidArgument("the array is empty");
  return items;
}

Result<std::vector<ledger::Item>> BatchDecoder::DecodeLines(std::string_view body) {
  std::vector<ledger::Item> items;
  bool any_json = false;
  while (!body.empty()) {
    const size_t end = body.find('\n');
    const std::string_view line = Trimmed(body.substr(0, end));
    body = end == std::string_view::npos ? std::string_view() : body.substr(end + 1);
    if (line.empty()) continue;
    Add(line, items);
    any_json |= !IsUnparsed(items.back());
  }
  if (any_json) return items;
  return InvalidArgument("no line of the body is a JSON object: " +
                         std::get<ledger::Reject>(items.front().content).reason);
}

}  // namespace dunghan::intake
