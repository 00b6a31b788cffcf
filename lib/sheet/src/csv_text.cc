#include "csv_text.h"

#include "dunghan/base/text.h"

namespace dunghan::sheet {
namespace {

constexpr size_t kPiece = size_t{64} << 10;

void AppendUtf8(std::string& out, uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

bool IsHighSurrogate(uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool IsLowSurrogate(uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

}  // namespace

Error CsvText::Broken() const {
  return Fault({input_.name(), {}, static_cast<int64_t>(lines_)}, "broken UTF-16");
}

Result<void> CsvText::Decode(std::string_view bytes, std::string& into) {
  left_ += bytes;
  const auto unit_at = [&](size_t at) {
    const auto first = static_cast<uint8_t>(left_[at]);
    const auto second = static_cast<uint8_t>(left_[at + 1]);
    return static_cast<uint32_t>(form_ == Form::kUtf16Le ? first | second << 8
                                                         : first << 8 | second);
  };
  size_t at = 0;
  while (at + 2 <= left_.size()) {
    const uint32_t unit = unit_at(at);
    if (IsLowSurrogate(unit)) return Broken();
    if (!IsHighSurrogate(unit)) {
      if (unit == '\n') ++lines_;
      AppendUtf8(into, unit);
      at += 2;
      continue;
    }
    if (at + 4 > left_.size()) break;
    const uint32_t low = unit_at(at + 2);
    if (!IsLowSurrogate(low)) return Broken();
    AppendUtf8(into, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
    at += 4;
  }
  left_.erase(0, at);
  return {};
}

Result<std::string> CsvText::Next() {
  std::string text;
  while (text.empty()) {
    std::string bytes(kPiece, '\0');
    const auto count = input_.ReadAt(offset_, bytes);
    if (!count) return count.error();
    bytes.resize(*count);
    offset_ += *count;
    if (bytes.empty()) {
      if (!left_.empty()) return Broken();
      return text;
    }
    std::string_view rest = bytes;
    if (form_ == Form::kUnknown) {
      form_ = rest.starts_with("\xFF\xFE")   ? Form::kUtf16Le
              : rest.starts_with("\xFE\xFF") ? Form::kUtf16Be
                                             : Form::kUtf8;
      rest = form_ == Form::kUtf8 ? WithoutByteOrderMark(rest) : rest.substr(2);
    }
    if (form_ == Form::kUtf8) {
      text = rest;
    } else if (auto decoded = Decode(rest, text); !decoded) {
      return decoded.error();
    }
  }
  return text;
}

}  // namespace dunghan::sheet
