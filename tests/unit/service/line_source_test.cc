#include "intake/line_source.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "dunghan/test/values.h"
#include "gzip_text.h"

namespace dunghan::intake {
namespace {

using std::chrono::milliseconds;
using test::Gzip;

/// A file that is gone after the test.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content) : path_(folder_.path() / "lines") {
    std::ofstream(path_, std::ios::binary) << content;
  }
  std::string path() const { return path_.string(); }

 private:
  test::TempFolder folder_;
  std::filesystem::path path_;
};

struct Seen {
  std::vector<std::string> lines;
  std::vector<int64_t> numbers;
  std::vector<uint64_t> offsets;
  std::string error;
  uint64_t read = 0;
};

Seen ReadAll(const std::string& content) {
  const TemporaryFile file(content);
  LineSource source(ByteSource::Open(file.path()).value());
  Seen seen;
  Line line;
  while (true) {
    const auto got = source.Read(line, milliseconds{0});
    if (!got) seen.error = got.error().for_client;
    if (!got || *got == ReadStatus::kEnd) break;
    seen.lines.emplace_back(line.text);
    seen.numbers.push_back(line.number);
    seen.offsets.push_back(line.offset);
  }
  seen.read = source.read();
  return seen;
}

using Texts = std::vector<std::string>;

TEST(LineSource, FindsNothingInAnEmptyFile) {
  const Seen seen = ReadAll("");
  EXPECT_EQ(seen.lines, Texts());
  EXPECT_EQ(seen.error, "");
}

TEST(LineSource, CountsLinesAndOffsets) {
  const Seen seen = ReadAll("a\n\nbb\r\n  \t\nccc");
  EXPECT_EQ(seen.lines, (Texts{"a", "bb", "ccc"}));
  EXPECT_EQ(seen.numbers, (std::vector<int64_t>{1, 3, 5}));
  EXPECT_EQ(seen.offsets, (std::vector<uint64_t>{0, 3, 11}));
  EXPECT_EQ(seen.read, 14);
}

TEST(LineSource, DropsAByteOrderMark) {
  const Seen seen = ReadAll("\xEF\xBB\xBF{}\n\xEF\xBB\xBFx\n");
  EXPECT_EQ(seen.lines, (Texts{"{}", "\xEF\xBB\xBFx"})) << "only at the beginning";
  EXPECT_EQ(seen.offsets, (std::vector<uint64_t>{3, 6}));
}

TEST(LineSource, KeepsLinesWholeAcrossBlocks) {
  Texts expected;
  std::string content;
  for (size_t i = 0; i < 3000; ++i) {
    expected.push_back(std::string(1 + i * 7919 % 2500, static_cast<char>('a' + i % 26)));
    content += expected.back() + "\n";
  }
  EXPECT_EQ(ReadAll(content).lines, expected);
  EXPECT_EQ(ReadAll(Gzip(content)).lines, expected);
}

TEST(LineSource, ReadsGzipMembersOneAfterTheOther) {
  const Seen seen = ReadAll(Gzip("a\nb") + Gzip("c\nd\n") + std::string(100, '\0'));
  EXPECT_EQ(seen.lines, (Texts{"a", "bc", "d"}));
  EXPECT_EQ(seen.offsets, (std::vector<uint64_t>{0, 2, 5}));
  EXPECT_EQ(seen.error, "");
}

TEST(LineSource, DropsAByteOrderMarkAtTheBeginningOfEveryGzipMember) {
  const std::string mark = "\xEF\xBB\xBF";
  EXPECT_EQ(ReadAll(Gzip(mark + "a\n") + Gzip(mark + "b\n") + Gzip("c\n") + Gzip(mark)).lines,
            (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(ReadAll(Gzip("a\n") + Gzip(mark + mark + "b\n")).lines,
            (std::vector<std::string>{"a", mark + "b"}));
  // What only begins like one, down to a member of one byte, is what it is.
  EXPECT_EQ(ReadAll(Gzip("a\n") + Gzip("\xEF\xBB") + Gzip("") + Gzip("b") + Gzip("\n")).lines,
            (std::vector<std::string>{"a",
                                      "\xEF\xBB"
                                      "b"}));
}

TEST(ByteSource, FindsTheByteOrderMarkOfAMemberHoweverItIsRead) {
  const std::string mark = "\xEF\xBB\xBF";
  const TemporaryFile file(Gzip("ab") + Gzip(mark + "cd") + Gzip("\xEF") + Gzip(mark + "e"));
  auto source = ByteSource::Open(file.path()).value();
  std::string all;
  char byte = 0;
  while (true) {
    const auto got = source.Read({&byte, 1}, milliseconds(0)).value();
    if (got.status != ReadStatus::kDone) break;
    ASSERT_EQ(got.size, 1U);
    all += byte;
  }
  EXPECT_EQ(all,
            "abcd\xEF"
            "e");
}

TEST(LineSource, HandsOutTheWholeLinesOfATruncatedGzip) {
  std::string content;
  for (int i = 0; i < 10'000; ++i) content += std::to_string(i * 2654435761U) + "\n";
  const std::string packed = Gzip(content);
  const Seen seen = ReadAll(packed.substr(0, packed.size() / 2));
  EXPECT_EQ(seen.error, "the gzip stream is cut off");
  ASSERT_GT(seen.lines.size(), 1000);
  ASSERT_LT(seen.lines.size(), 10'000);
  EXPECT_EQ(seen.lines.back(), std::to_string((seen.lines.size() - 1) * 2654435761U % 4294967296U));
  EXPECT_GE(seen.read, seen.offsets.back() + seen.lines.back().size() + 1);
}

TEST(LineSource, ReportsATruncationAtEveryByte) {
  const std::string packed = Gzip("a\nb\n");
  for (size_t size = 1; size < packed.size(); ++size) {
    EXPECT_EQ(ReadAll(packed.substr(0, size)).error, "the gzip stream is cut off") << size;
  }
}

TEST(LineSource, ReportsDamagedGzip) {
  std::string packed = Gzip("a\nb\n");
  packed[packed.size() - 6] ^= 1;  // inside the checksum
  EXPECT_EQ(ReadAll(packed).error, "the gzip stream is damaged: incorrect data check");
  EXPECT_EQ(ReadAll(Gzip("a\n") + "rest").error, "something else follows the gzip stream");
  EXPECT_EQ(ReadAll("\x1fno gzip").error, "it does not begin as gzip does");
}

TEST(LineSource, AcceptsTheLongestLine) {
  for (const std::string end : {"\n", "\r\n", ""}) {
    const TemporaryFile file("a\n" + std::string(kMaxLine, 'x') + end);
    LineSource source(ByteSource::Open(file.path()).value());
    Line line;
    ASSERT_EQ(source.Read(line, {}).value(), ReadStatus::kDone);
    ASSERT_EQ(source.Read(line, {}).value(), ReadStatus::kDone);
    EXPECT_FALSE(line.overlong);
    EXPECT_EQ(line.text.size(), kMaxLine);
  }
}

TEST(LineSource, StreamsPastAnOverlongLine) {
  for (const size_t size : {kMaxLine + 1, kMaxLine + 2, size_t{10'000'000}}) {
    std::string giant = "first";
    giant.resize(size, 'x');
    for (const std::string after : {"\nnext\n", "\r\nnext\n", "", "\n"}) {
      const TemporaryFile file("before\n" + giant + after);
      LineSource source(ByteSource::Open(file.path()).value());
      Line line;
      ASSERT_EQ(source.Read(line, {}).value(), ReadStatus::kDone);
      ASSERT_EQ(source.Read(line, {}).value(), ReadStatus::kDone);
      const std::string whole = giant + (after.starts_with('\r') ? "\r" : "");
      EXPECT_TRUE(line.overlong);
      EXPECT_EQ(line.number, 2);
      EXPECT_EQ(line.offset, 7);
      EXPECT_EQ(line.size, whole.size());
      EXPECT_EQ(line.digest, Sha256(whole));
      EXPECT_EQ(line.text, giant.substr(0, kKeptOfOverlong));
      if (!after.ends_with("next\n")) {
        EXPECT_EQ(source.Read(line, {}).value(), ReadStatus::kEnd);
        continue;
      }
      ASSERT_EQ(source.Read(line, {}).value(), ReadStatus::kDone);
      EXPECT_FALSE(line.overlong);
      EXPECT_EQ(line.text, "next");
      EXPECT_EQ(line.offset, 7 + whole.size() + 1);
    }
  }
}

TEST(LineSource, SaysThatAPipeHasNothingYet) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  LineSource source(ByteSource::Borrow(ends[0], "pipe"));
  Line line;
  EXPECT_EQ(source.Read(line, milliseconds{0}).value(), ReadStatus::kNotYet);
  ASSERT_EQ(::write(ends[1], "one\ntw", 6), 6);
  EXPECT_EQ(source.Read(line, milliseconds{0}).value(), ReadStatus::kDone);
  EXPECT_EQ(line.text, "one");
  EXPECT_EQ(source.Read(line, milliseconds{0}).value(), ReadStatus::kNotYet) << "half a line";
  ASSERT_EQ(::write(ends[1], "o\n", 2), 2);
  EXPECT_EQ(source.Read(line, milliseconds{0}).value(), ReadStatus::kDone);
  EXPECT_EQ(line.text, "two");
  ::close(ends[1]);
  EXPECT_EQ(source.Read(line, milliseconds{0}).value(), ReadStatus::kEnd);
  ::close(ends[0]);
}

TEST(LineSource, UnpacksGzipFromAPipeAsItComes) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  LineSource source(ByteSource::Borrow(ends[0], "pipe"));
  const std::string packed = Gzip("one\n") + Gzip("two\n");
  Line line;
  ASSERT_EQ(::write(ends[1], packed.data(), packed.size() / 2), packed.size() / 2);
  EXPECT_EQ(source.Read(line, milliseconds{0}).value(), ReadStatus::kDone);
  EXPECT_EQ(line.text, "one");
  EXPECT_EQ(source.Read(line, milliseconds{0}).value(), ReadStatus::kNotYet);
  ::close(ends[1]);
  ::close(ends[0]);
}

TEST(LineSource, HasPaddingBehindEveryLine) {
  // A line that ends with the buffer's content; the sanitizers see a read beyond the buffer.
  const TemporaryFile file(std::string(kMaxLine, 'x'));
  LineSource source(ByteSource::Open(file.path()).value());
  Line line;
  ASSERT_EQ(source.Read(line, {}).value(), ReadStatus::kDone);
  unsigned sum = 0;
  for (size_t i = 0; i < kPadding; ++i) {
    sum += static_cast<unsigned char>(line.text.data()[line.text.size() + i]);
  }
  EXPECT_EQ(sum, 0);
}

/// How much of the content comes out of so many packed bytes in a pipe that stays open.
size_t Unpacked(std::string_view packed, size_t room) {
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe(ends.data()), 0);
  EXPECT_EQ(::write(ends[1], packed.data(), packed.size()), packed.size());
  auto source = ByteSource::Borrow(ends[0], "pipe");
  std::vector<char> into(room);
  size_t size = 0;
  while (true) {
    const auto got = source.Read(into, milliseconds{0}).value();
    if (got.status != ReadStatus::kDone) break;
    size += got.size;
  }
  ::close(ends[1]);
  ::close(ends[0]);
  return size;
}

TEST(ByteSource, HandsOutAllThatAPipeHasDelivered) {
  // A few packed bytes stand for many; what does not fit into one read needs no further input.
  const std::string packed = Gzip(std::string(100'000, 'x'));
  for (size_t size = 1; size <= packed.size(); ++size) {
    const auto part = std::string_view(packed).substr(0, size);
    EXPECT_EQ(Unpacked(part, packed.size()), Unpacked(part, 1'000'000)) << size;
  }
}

TEST(ByteSource, NamesAFileThatCannotBeRead) {
  EXPECT_EQ(ByteSource::Open("/nowhere/x").error().for_client,
            "/nowhere/x: cannot be opened: No such file or directory");
  EXPECT_EQ(ByteSource::Open("/tmp").error().for_client, "/tmp: expected a file, found a folder");
}

TEST(ByteSource, KnowsHowMuchOfAFileWasTaken) {
  const std::string packed = Gzip(std::string(100'000, 'x'));
  const TemporaryFile file(packed);
  auto source = ByteSource::Open(file.path()).value();
  EXPECT_EQ(source.size(), packed.size());
  std::vector<char> into(1000);
  ASSERT_EQ(source.Read(into, {}).value().status, ReadStatus::kDone);
  EXPECT_EQ(source.taken(), packed.size());
}

}  // namespace
}  // namespace dunghan::intake
