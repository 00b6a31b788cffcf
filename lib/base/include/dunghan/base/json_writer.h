#pragma once

#include <cassert>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dunghan/base/time.h"

namespace dunghan {

/// Writes JSON at the end of a text, on one line. Commas and closing brackets take care of
/// themselves, and no field costs an allocation beyond the text's own growth.
///
/// A member is its key and then a value; with a key as first argument both are written at once. In
/// a list the key is left out. Members and values may also be written without an object or list
/// around them: pieces that somebody puts together later, with `Members` or `Raw`.
///
/// Several values in a row, one a line, are closed with `EndLine`. Not for several threads.
class JsonWriter {
 public:
  /// `out` must outlive the writer, and what it holds already stays.
  explicit JsonWriter(std::string& out) : out_(out) {}

  void BeginObject() { Begin('{', false); }
  void BeginArray() { Begin('[', true); }
  void BeginObject(std::string_view key) { Key(key), BeginObject(); }
  void BeginArray(std::string_view key) { Key(key), BeginArray(); }
  /// Closes the innermost object or list. REQUIRES: one is open.
  void End() {
    assert(depth_ > 0);
    out_ += (lists_ & 1U) != 0 ? ']' : '}';
    lists_ >>= 1U;
    --depth_;
    comma_ = true;
  }
  /// REQUIRES: a value has been written, and all that was opened is closed.
  void EndLine() {
    assert(depth_ == 0);
    out_ += '\n';
    comma_ = false;
  }

  /// REQUIRES: a text that stands in JSON as it is, as field names do; others are for `AnyKey`.
  void Key(std::string_view key) {
    out_.append(comma_ ? ",\"" : "\"").append(key).append("\":");
    comma_ = false;
  }
  void AnyKey(std::string_view key);

  void Null() { Raw("null"); }
  void Bool(bool value) { Raw(value ? "true" : "false"); }
  void Integer(int64_t value);
  /// As short as it can be while reading back as the same: 0.9166, 1.
  void Number(double value);
  /// Four decimals: 0.9166, 1.0000.
  void Share(double value);
  /// What is not UTF-8 gets U+FFFD in its place.
  void Text(std::string_view value);
  /// Exactly, without trailing zeros: 12600, 0.25.
  void Seconds(std::chrono::milliseconds time);
  /// "2021-06-07".
  void Date(LocalDay day);
  /// "2021-06-07T08:00:00+07:00".
  void At(Instant instant, std::chrono::seconds offset);
  /// A value that is JSON already.
  void Raw(std::string_view json) {
    Separate();
    out_ += json;
  }
  /// Members that are JSON already, without the brackets of an object; there may be none.
  void Members(std::string_view members) {
    if (!members.empty()) Raw(members);
  }
  /// A text whose characters `append(out)` adds, quotes aside. REQUIRES: they stand as they are.
  template <class Append>
  void Quoted(Append append) {
    Separate();
    out_ += '"';
    append(out_);
    out_ += '"';
  }

  void Null(std::string_view key) { Key(key), Null(); }
  void Bool(std::string_view key, bool value) { Key(key), Bool(value); }
  void Integer(std::string_view key, int64_t value) { Key(key), Integer(value); }
  void Number(std::string_view key, double value) { Key(key), Number(value); }
  void Text(std::string_view key, std::string_view value) { Key(key), Text(value); }
  void Seconds(std::string_view key, std::chrono::milliseconds time) { Key(key), Seconds(time); }
  void Date(std::string_view key, LocalDay day) { Key(key), Date(day); }
  void Date(std::string_view key, const std::optional<LocalDay>& day) {
    Key(key);
    day ? Date(*day) : Null();
  }
  void Raw(std::string_view key, std::string_view json) { Key(key), Raw(json); }
  /// Left out where there is nothing to say.
  void TextIfAny(std::string_view key, std::string_view value) {
    if (!value.empty()) Text(key, value);
  }

 private:
  static constexpr int kDeepest = 64;

  void Begin(char bracket, bool is_list) {
    assert(depth_ < kDeepest);
    Separate();
    out_ += bracket;
    lists_ = lists_ << 1U | (is_list ? 1U : 0U);
    ++depth_;
    comma_ = false;
  }
  void Separate() {
    if (comma_) out_ += ',';
    comma_ = true;
  }

  std::string& out_;
  uint64_t lists_ = 0;  // a bit for each that is open, the innermost last: whether it is a list
  int depth_ = 0;
  bool comma_ = false;  // whether the next has one before it
};

}  // namespace dunghan
