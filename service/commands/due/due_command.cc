#include "due/due_command.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "app/exit_code.h"
#include "due/due_answer.h"
#include "dunghan/base/text.h"

namespace dunghan::commands {
namespace {

constexpr size_t kBlock = size_t{1} << 18;
constexpr size_t kLongestLine = size_t{16} << 20;

/// Lines of a file descriptor, each followed by the padding that simdjson reads over.
class QuestionLines {
 public:
  explicit QuestionLines(int input) : input_(input), buffer_(kBlock + simdjson::SIMDJSON_PADDING) {}

  enum class Got { kLine, kTooLong, kNeedsInput, kEnd };

  /// The next line without its end, or what stands in the way of one.
  Got Next(std::string_view& line) {
    const char* begin = buffer_.data() + begin_;
    const void* found = std::memchr(buffer_.data() + searched_, '\n', end_ - searched_);
    if (found == nullptr) {
      searched_ = end_;
      if (!ended_) return Got::kNeedsInput;
      if (begin_ == end_ && !skipping_) return Got::kEnd;
    }
    const char* end = found != nullptr ? static_cast<const char*>(found) : buffer_.data() + end_;
    line = {begin, end};
    begin_ = found != nullptr ? static_cast<size_t>(end - buffer_.data()) + 1 : end_;
    searched_ = begin_;
    return std::exchange(skipping_, false) ? Got::kTooLong : Got::kLine;
  }

  /// Waits for more. @return false if reading failed; errno says why.
  bool Read() {
    if (end_ - begin_ > kLongestLine) skipping_ = true;
    if (skipping_) begin_ = end_;
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    searched_ -= begin_;
    begin_ = 0;
    if (buffer_.size() - end_ < kBlock / 2 + simdjson::SIMDJSON_PADDING) {
      buffer_.resize(2 * buffer_.size());
    }
    ssize_t count = 0;
    do {
      count =
          ::read(input_, buffer_.data() + end_, buffer_.size() - simdjson::SIMDJSON_PADDING - end_);
    } while (count < 0 && errno == EINTR);
    if (count < 0) return false;
    end_ += static_cast<size_t>(count);
    ended_ = count == 0;
    return true;
  }

 private:
  int input_;
  std::vector<char> buffer_;
  size_t begin_ = 0;
  size_t searched_ = 0;  ///< no line ends before this
  size_t end_ = 0;
  bool skipping_ = false;  ///< the line has become too long; its rest is not kept
  bool ended_ = false;
};

/// Empties the text into a file descriptor. @return false if that failed; errno says why.
bool WriteAll(int output, std::string& text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const ssize_t count = ::write(output, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    rest.remove_prefix(static_cast<size_t>(count));
  }
  text.clear();
  return true;
}

int Fail(std::ostream& errors, const char* what) {
  errors << "due: " << what << ": " << std::generic_category().message(errno) << '\n';
  return app::kFailed;
}

bool IsBlank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

int RunDue(const DueOptions& options, int input, int output, std::ostream& errors) {
  DueAnswerer answerer(options);
  QuestionLines lines(input);
  std::string answers;
  size_t line_number = 0;
  for (bool more = true; more;) {
    std::string_view line;
    switch (lines.Next(line)) {
      case QuestionLines::Got::kLine:
        if (++line_number == 1) line = WithoutByteOrderMark(line);
        if (!IsBlank(line)) answerer.Answer(line, line_number, answers);
        break;
      case QuestionLines::Got::kTooLong:
        answerer.Refuse(++line_number, "longer than 16 MiB", answers);
        break;
      case QuestionLines::Got::kNeedsInput:
        // Reading may wait for a peer who waits for these answers.
        if (!WriteAll(output, answers)) return Fail(errors, "writing answers");
        if (!lines.Read()) return Fail(errors, "reading questions");
        break;
      case QuestionLines::Got::kEnd:
        more = false;
        break;
    }
    if (answers.size() >= kBlock && !WriteAll(output, answers)) {
      return Fail(errors, "writing answers");
    }
  }
  if (!WriteAll(output, answers)) return Fail(errors, "writing answers");
  if (answerer.bad() == 0) return app::kDone;
  errors << "due: " << answerer.bad() << " of " << answerer.questions()
         << " questions could not be answered\n";
  return app::kFailed;
}

}  // namespace dunghan::commands
