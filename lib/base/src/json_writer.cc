#include "dunghan/base/json_writer.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <iterator>

#include "dunghan/base/text.h"

namespace dunghan {

void JsonWriter::AnyKey(std::string_view key) {
  Text(key);
  out_ += ':';
  comma_ = false;
}

void JsonWriter::Integer(int64_t value) {
  Separate();
  const fmt::format_int digits(value);
  out_.append(digits.data(), digits.size());
}

void JsonWriter::Number(double value) {
  Separate();
  fmt::format_to(std::back_inserter(out_), FMT_COMPILE("{}"), value);
}

void JsonWriter::Share(double value) {
  Separate();
  fmt::format_to(std::back_inserter(out_), FMT_COMPILE("{:.4f}"), value);
}

void JsonWriter::Text(std::string_view value) {
  Separate();
  AppendJsonQuoted(out_, value);
}

void JsonWriter::Seconds(std::chrono::milliseconds time) {
  const int64_t whole = time.count() / 1000;
  int64_t rest = time.count() % 1000;
  if (rest == 0) return Integer(whole);
  Separate();
  if (rest < 0) {
    out_ += '-';
    rest = -rest;
  }
  const fmt::format_int digits(whole < 0 ? -whole : whole);
  out_.append(digits.data(), digits.size());
  out_ += '.';
  for (int64_t place = 100; rest > 0; rest %= place, place /= 10) {
    out_ += static_cast<char>('0' + rest / place);
  }
}

void JsonWriter::Date(LocalDay day) {
  Quoted([&](std::string& out) { AppendDate(out, day); });
}

void JsonWriter::At(Instant instant, std::chrono::seconds offset) {
  Quoted([&](std::string& out) { AppendRfc3339(out, instant, offset); });
}

}  // namespace dunghan
