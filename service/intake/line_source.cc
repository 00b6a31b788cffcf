#include "intake/line_source.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "dunghan/base/text.h"
#include "dunghan/base/text_form.h"

namespace dunghan::intake {
namespace {

constexpr size_t kBlock = size_t{512} << 10U;
// The carriage return of a line that just fits is held as well.
constexpr size_t kMaxBuffered = kMaxLine + 1;

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

LineSource::LineSource(ByteSource bytes)
    : bytes_(std::move(bytes)), buffer_(kMaxBuffered + kBlock + kPadding) {}

Result<ReadStatus> LineSource::Read(Line& line, std::chrono::milliseconds patience) {
  while (true) {
    while (TakeLine(line)) {
      if (line.overlong || !IsBlank(line.text)) return ReadStatus::kDone;
    }
    const auto got = Fill(patience);
    if (!got) return got;
    if (const auto fault = offset_ == 0 && passed_ == 0 ? FaultOfForm() : std::nullopt) {
      return InvalidArgument(*fault);
    }
    if (*got == ReadStatus::kEnd && begin_ == end_ && passed_ == 0) return got;
    if (*got == ReadStatus::kEnd) {
      TakeRest(line);
      if (line.overlong || !IsBlank(line.text)) return ReadStatus::kDone;
      return got;
    }
    if (*got == ReadStatus::kNotYet) return got;
  }
}

std::optional<std::string> LineSource::FaultOfForm() const {
  constexpr size_t kLooked = 64;
  const std::string_view begin(buffer_.data(), std::min(end_, kLooked));
  // Bytes that come one by one: the first alone says nothing yet.
  return begin.size() < 2 ? std::nullopt : FormFault(begin, "UTF-8");
}

bool LineSource::TakeLine(Line& line) {
  const char* data = buffer_.data();
  const void* found = std::memchr(data + searched_, '\n', end_ - searched_);
  if (found == nullptr) {
    searched_ = end_;
    // It is too long already: the rest of it is only counted and digested.
    if (passed_ > 0 || end_ - begin_ > kMaxBuffered) PassOverlong();
    return false;
  }
  const auto last = static_cast<size_t>(static_cast<const char*>(found) - data);
  std::string_view text(data + begin_, last - begin_);
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (passed_ > 0 || text.size() > kMaxLine) {
    GiveOverlong(line, last);
    ++begin_;
    ++offset_;
  } else {
    Give(line, text, last + 1 - begin_);
  }
  searched_ = begin_;
  return true;
}

void LineSource::TakeRest(Line& line) {
  const std::string_view text(buffer_.data() + begin_, end_ - begin_);
  if (passed_ > 0 || text.size() > kMaxLine) {
    GiveOverlong(line, end_);
  } else {
    Give(line, text, text.size());
  }
  searched_ = begin_;
}

void LineSource::Give(Line& line, std::string_view text, size_t taken) {
  line.overlong = false;
  line.number = ++lines_;
  line.offset = offset_;
  if (offset_ == 0 && text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
    line.offset = kByteOrderMark.size();
  }
  line.text = text;
  begin_ += taken;
  offset_ += taken;
}

void LineSource::PassOverlong() {
  const std::string_view part(buffer_.data() + begin_, end_ - begin_);
  if (passed_ == 0) kept_.assign(part.substr(0, kKeptOfOverlong));
  digest_.Add(part);
  passed_ += part.size();
  begin_ = end_ = searched_ = 0;
}

void LineSource::GiveOverlong(Line& line, size_t last) {
  const std::string_view part(buffer_.data() + begin_, last - begin_);
  if (passed_ == 0) kept_.assign(part.substr(0, kKeptOfOverlong));
  digest_.Add(part);
  line.overlong = true;
  line.number = ++lines_;
  line.offset = offset_;
  line.size = passed_ + part.size();
  line.digest = digest_.Finish();
  kept_.reserve(kept_.size() + kPadding);
  line.text = kept_;
  offset_ += line.size;
  begin_ = last;
  passed_ = 0;
}

Result<ReadStatus> LineSource::Fill(std::chrono::milliseconds patience) {
  // What is left of a line moves to the front when the room behind it runs out.
  if (begin_ == end_) {
    begin_ = end_ = searched_ = 0;
  } else if (buffer_.size() - kPadding - end_ < kBlock) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    searched_ -= begin_;
    end_ -= begin_;
    begin_ = 0;
  }
  const auto got = bytes_.Read({buffer_.data() + end_, kBlock}, patience);
  if (!got) return got.error();
  end_ += got->size;
  return got->status;
}

}  // namespace dunghan::intake
