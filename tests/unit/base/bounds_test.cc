#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <string>

#include "../rulebook/folder.h"
#include "dunghan/base/file.h"
#include "dunghan/base/toml_bounds.h"

namespace dunghan {
namespace {

std::string WhyNot(const std::filesystem::path& path, size_t most = 100) {
  const auto bytes = ReadFile(path, most);
  return bytes ? "read: " + *bytes : bytes.error().for_client;
}

TEST(ReadFile, ReadsAsMuchAsIsAllowed) {
  const Folder folder;
  const auto file = folder.Write("file", std::string("a\0b\r\n", 5));
  EXPECT_EQ(ReadFile(file, 5).value(), std::string("a\0b\r\n", 5));
  EXPECT_EQ(WhyNot(file, 4), "cannot be read: expected at most 4 bytes, got more");
  folder.Write("file", "");
  EXPECT_EQ(WhyNot(file, 0), "read: ");
  EXPECT_EQ(WhyNot(folder.path() / "none"), "cannot be read: No such file or directory");
}

TEST(ReadFile, ReadsALargeFileWhole) {
  const Folder folder;
  std::string bytes(300'000, 'x');
  bytes.back() = 'y';
  const auto file = folder.Write("file", bytes);
  EXPECT_EQ(ReadFile(file, bytes.size()).value(), bytes);
}

TEST(ReadFile, DoesNotBelieveASizeOfZero) {
  EXPECT_NE(WhyNot("/proc/self/status", 1 << 20).find("Name:"), std::string::npos);
  EXPECT_EQ(WhyNot("/proc/self/status", 10), "cannot be read: expected at most 10 bytes, got more");
}

TEST(ReadFile, RefusesWhatIsNoFileWithoutWaitingForIt) {
  const Folder folder;
  EXPECT_EQ(WhyNot(folder.path()), "cannot be read: Is a directory");
  EXPECT_EQ(WhyNot("/dev/zero"), "cannot be read: expected a file, got a device");
  EXPECT_EQ(WhyNot("/dev/null"), "cannot be read: expected a file, got a device");
  const auto pipe = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(WhyNot(pipe), "cannot be read: expected a file, got a pipe");
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  const std::string place = (folder.path() / "socket").string();
  ASSERT_LT(place.size(), sizeof address.sun_path);
  place.copy(address.sun_path, place.size());
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(WhyNot(place), "cannot be read: expected a file, got a socket");
  ::close(socket);
}

std::string FaultOf(std::string_view text) {
  const auto fault = FindTomlFault(text);
  return fault ? std::to_string(fault->line) + ": " + fault->message : "";
}

std::string Repeat(size_t count, std::string_view text) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST(TomlBounds, CountTheLevelsOfAKey) {
  constexpr const char* kDeep = "2: expected a key of at most 32 levels, got more";
  EXPECT_EQ(FaultOf("x = 1\na" + Repeat(31, ".a") + " = 1"), "");
  EXPECT_EQ(FaultOf("x = 1\na" + Repeat(32, ".a") + " = 1"), kDeep);
  EXPECT_EQ(FaultOf("x = 1\na" + Repeat(200'000, ".a")), kDeep);
  EXPECT_EQ(FaultOf("x = 1\n[a" + Repeat(200'000, " . 'b.b'") + "]"), kDeep);
  EXPECT_EQ(FaultOf("x = 1\nx = { a" + Repeat(32, ".\"\\\"\"") + " = 1 }"), kDeep);
  EXPECT_EQ(FaultOf(Repeat(1000, "a.b = [1.5, 2.5]\n[a.b.c]\n")), "");
}

TEST(TomlBounds, CountValuesWithinValues) {
  constexpr const char* kDeep = "1: expected values within values of at most 32 levels, got more";
  EXPECT_EQ(FaultOf("x = " + Repeat(32, "[") + Repeat(32, "]")), "");
  EXPECT_EQ(FaultOf("x = " + Repeat(33, "[")), kDeep);
  EXPECT_EQ(FaultOf("x = " + Repeat(33, "{ x = ")), kDeep);
  EXPECT_EQ(FaultOf(Repeat(1000, "[[a]]\n[a.b]\n")), "");
}

TEST(TomlBounds, LeaveTextsAndRemarksAlone) {
  const std::string dots(50, '.');
  const std::string brackets(50, '[');
  for (const std::string& inside : {dots, brackets}) {
    EXPECT_EQ(FaultOf("# " + inside + "\nx = 1"), "");
    EXPECT_EQ(FaultOf("x = \"" + inside + "\\\"" + inside + "\""), "");
    EXPECT_EQ(FaultOf("x = '" + inside + "\\'"), "");
    EXPECT_EQ(FaultOf("x = \"\"\"\n" + inside + "\\\"\"\" " + inside + "\"\"\"\"\"\ny = ''"), "");
    EXPECT_EQ(FaultOf("x = '''" + inside + "\n" + inside + "'''''\ny = ''"), "");
  }
}

TEST(TomlBounds, GoOnBehindTextsAndRemarks) {
  const std::string deep = "a" + Repeat(40, ".a");
  for (const std::string before :
       {"# x\n", "x = \"\"\n", "x = ''\n", "x = \"\\\\\"\n", "x = '\\'\n", "x = \"\"\"\"\"\"\n",
        "x = \"\"\"a\"\"\"\"\"\n", "x = '''a'''\n"}) {
    EXPECT_NE(FaultOf(before + deep), "") << before;
  }
  // Lines are counted within texts as well.
  EXPECT_EQ(FaultOf("x = '''\n\n'''\n" + deep).substr(0, 2), "4:");
}

TEST(TomlBounds, StopWhereTheParserWill) {
  EXPECT_EQ(FaultOf("x = \"abc\n" + Repeat(200'000, ".a")), "");
  EXPECT_EQ(FaultOf("x = \"\"\"abc"), "");
}

TEST(TomlBounds, LookAtTheSizeFirst) {
  EXPECT_EQ(FaultOf(std::string(kMostToml, '\n')), "");
  EXPECT_EQ(FaultOf(std::string(kMostToml + 1, '\n')),
            "0: expected at most 4194304 bytes, got 4194305");
}

}  // namespace
}  // namespace dunghan
