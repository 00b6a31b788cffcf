#include "message_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <limits>

#include "dunghan/base/text.h"
#include "json_fault.h"
#include "listed_codes.h"

namespace dunghan::intake {
namespace {

namespace json = boost::json;
using json::error_code;

/// No text that can be used has so many bytes.
constexpr size_t kMostText = 1024;
constexpr size_t kMostSupplements = 1'000;
constexpr size_t kMostDepth = 32;

/// Where in the message something stands.
enum class Within : uint8_t { kTop, kEnvelope, kList, kRecord, kSupplements, kSupplement, kPassed };

/// What the parser tells of; strings come in parts.
class MessageHandler {
 public:
  // Boost.JSON asks for them by these names. NOLINTBEGIN(readability-identifier-naming)
  static constexpr size_t max_object_size = std::numeric_limits<size_t>::max();
  static constexpr size_t max_array_size = std::numeric_limits<size_t>::max();
  static constexpr size_t max_key_size = std::numeric_limits<size_t>::max();
  static constexpr size_t max_string_size = std::numeric_limits<size_t>::max();
  // NOLINTEND(readability-identifier-naming)

  MessageHandler(const NationalMapping& mapping, size_t most_records)
      : mapping_(mapping), most_records_(most_records) {}

  NationalMessage& message() { return message_; }
  const std::string& fault() const { return fault_; }
  bool has_data() const { return has_data_; }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& error) { return Open(ObjectIn(within()), error); }
  bool on_object_end(size_t, error_code&) { return Close(); }
  bool on_array_begin(error_code& error) { return Open(ArrayIn(within()), error); }
  bool on_array_end(size_t, error_code&) { return Close(); }
  bool on_key_part(json::string_view part, size_t, error_code&) { return Add(key_, part); }
  bool on_key(json::string_view part, size_t, error_code&) {
    Add(key_, part);
    into_ = Destination();
    key_.clear();
    return true;
  }
  bool on_string_part(json::string_view part, size_t, error_code& error) {
    return Take(part, error);
  }
  bool on_string(json::string_view part, size_t, error_code& error) {
    return Take(part, error) && Done();
  }
  bool on_number_part(json::string_view part, error_code& error) { return Take(part, error); }
  bool on_int64(int64_t, json::string_view part, error_code& error) {
    return Take(part, error) && Done();
  }
  bool on_uint64(uint64_t, json::string_view part, error_code& error) {
    return Take(part, error) && Done();
  }
  bool on_double(double, json::string_view part, error_code& error) {
    return Take(part, error) && Done();
  }
  bool on_bool(bool value, error_code& error) {
    return Take(value ? "true" : "false", error) && Done();
  }
  bool on_null(error_code& error) { return Take("", error) && Done(); }
  bool on_comment_part(json::string_view, error_code&) { return true; }
  bool on_comment(json::string_view, error_code&) { return true; }

 private:
  Within within() const { return open_.empty() ? Within::kTop : open_.back(); }
  bool Fail(std::string fault, error_code& error) {
    if (fault_.empty()) fault_ = std::move(fault);
    error = boost::system::errc::make_error_code(boost::system::errc::invalid_argument);
    return false;
  }
  bool NoObjects(error_code& error) {
    return Fail("expected objects in \"" + mapping_.data + "\"", error);
  }
  static bool Add(std::string& text, std::string_view part) {
    if (text.size() < kMostText) text.append(part.substr(0, kMostText - text.size()));
    return true;
  }

  /// What an object opened there is.
  Within ObjectIn(Within there) const {
    switch (there) {
      case Within::kTop:
        return Within::kEnvelope;
      case Within::kEnvelope:
        return in_data_ ? Within::kRecord : Within::kPassed;
      case Within::kList:
        return Within::kRecord;
      case Within::kSupplements:
        return Within::kSupplement;
      default:
        return Within::kPassed;
    }
  }
  Within ArrayIn(Within there) const {
    if (there == Within::kEnvelope && in_data_) return Within::kList;
    if (there == Within::kRecord && in_supplements_) return Within::kSupplements;
    return Within::kPassed;
  }

  bool Open(Within what, error_code& error) {
    const Within there = within();
    if (there == Within::kTop && what != Within::kEnvelope) return Take("", error);
    if (what == Within::kPassed && there == Within::kList) return NoObjects(error);
    if (what == Within::kPassed && into_) *into_ = kNotUnderstood;
    if (what == Within::kList || what == Within::kRecord) has_data_ = true;
    if (what == Within::kRecord) {
      if (message_.records.size() >= most_records_) {
        return Fail(fmt::format("more than {} items at once", most_records_), error);
      }
      message_.records.emplace_back();
    }
    if (what == Within::kSupplement) {
      auto& supplements = message_.records.back().supplements;
      if (supplements.size() >= kMostSupplements) {
        return Fail(fmt::format("more than {} supplements of one dossier", kMostSupplements),
                    error);
      }
      // Each takes much more memory than the two bytes that it may have here.
      if (++supplements_ > most_records_) {
        return Fail(fmt::format("more than {} supplements at once", most_records_), error);
      }
      supplements.emplace_back();
    }
    open_.push_back(what);
    into_ = nullptr;
    return true;
  }
  bool Close() {
    open_.pop_back();
    return Done();
  }
  bool Done() {
    into_ = nullptr;
    in_data_ = in_supplements_ = false;
    return true;
  }

  bool Take(std::string_view part, error_code& error) {
    if (within() == Within::kTop) {
      return Fail("expected an object with \"" + mapping_.data + "\"", error);
    }
    const bool is_data = within() == Within::kList || (within() == Within::kEnvelope && in_data_);
    if (is_data) return NoObjects(error);
    return into_ ? Add(*into_, part) : true;
  }

  /// Where the value of the key goes; null: nowhere.
  std::string* Destination() {
    in_data_ = in_supplements_ = false;
    switch (within()) {
      case Within::kEnvelope:
        in_data_ = key_ == mapping_.data;
        if (key_ == mapping_.unit) return &message_.unit;
        return key_ == mapping_.service ? &message_.service : nullptr;
      case Within::kRecord:
        in_supplements_ = !mapping_.supplements.empty() && key_ == mapping_.supplements;
        return Place(message_.records.back().texts, true);
      case Within::kSupplement:
        return Place(message_.records.back().supplements.back(), false);
      default:
        return nullptr;
    }
  }
  static bool OfSupplement(size_t field) {
    return field >= static_cast<size_t>(NationalField::kSupplementId) &&
           field <= static_cast<size_t>(NationalField::kDueAfter);
  }
  std::string* Place(NationalRecord::Texts& texts, bool of_record) {
    for (size_t i = 0; i < kNationalFields; ++i) {
      if (OfSupplement(i) == of_record || key_.empty() || mapping_.names[i] != key_) continue;
      if (texts[i].empty()) return &texts[i];
      // Which of two words counts nobody knows.
      texts[i] = kNotUnderstood;
      return nullptr;
    }
    return nullptr;
  }
  const NationalMapping& mapping_;
  size_t most_records_;
  size_t supplements_ = 0;
  NationalMessage message_;
  std::string fault_;
  std::vector<Within> open_;
  std::string key_;
  std::string* into_ = nullptr;
  bool in_data_ = false;
  bool in_supplements_ = false;
  bool has_data_ = false;
};

}  // namespace

std::optional<NationalMessage> ParseNational(std::string_view text, const NationalMapping& mapping,
                                             size_t most_records, std::string& fault) {
  json::parse_options options;
  options.max_depth = kMostDepth;
  json::basic_parser<MessageHandler> parser(options, mapping, most_records);
  error_code error;
  const size_t read = parser.write_some(false, text.data(), text.size(), error);
  MessageHandler& handler = parser.handler();
  fault = handler.fault();
  if (fault.empty() && error == json::error::too_deep) {
    fault = fmt::format("nested more than {} levels deep", kMostDepth);
  }
  const bool rest_is_blank =
      text.substr(std::min(read, text.size())).find_first_not_of(" \t\r\n") ==
      std::string_view::npos;
  if (fault.empty() && (error || !rest_is_blank)) {
    const auto found = FindJsonFault(text);
    fault = "no valid JSON" + (found ? ": " + Describe(*found, text) : std::string());
  }
  if (fault.empty() && !handler.has_data()) {
    fault = "expected an object with \"" + mapping.data + "\", a list of dossiers";
  }
  if (!fault.empty()) return {};
  return std::move(handler.message());
}

}  // namespace dunghan::intake
