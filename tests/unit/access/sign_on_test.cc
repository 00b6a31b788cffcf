#include "access/sign_on.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "access/doorkeeper.h"

namespace dunghan::access {
namespace {

constexpr std::string_view kSecret = "0123456789abcdef0123456789abcdef";
constexpr std::string_view kHead = "login,name,role,agencies,from,to\n";

TEST(Network, IncludesAddressesOfItsOwnAndNoOthers) {
  const auto includes = [](std::string_view network, std::string_view address) {
    const auto of = Network::AddressOf(address);
    return of && Network::Parse(network).value().Includes(*of);
  };
  EXPECT_TRUE(includes("127.0.0.1", "127.0.0.1"));
  EXPECT_FALSE(includes("127.0.0.1", "127.0.0.2"));
  EXPECT_TRUE(includes("10.1.0.0/20", "10.1.15.255"));
  EXPECT_FALSE(includes("10.1.0.0/20", "10.1.16.0"));
  EXPECT_TRUE(includes("0.0.0.0/0", "203.0.113.9"));
  EXPECT_FALSE(includes("0.0.0.0/0", "2001:db8::1"));
  EXPECT_TRUE(includes("fd00::/8", "fdff::1"));
  EXPECT_FALSE(includes("fd00::/8", "fe00::1"));
  EXPECT_TRUE(includes("::1", "::1"));
  EXPECT_FALSE(includes("::1", "127.0.0.1"));
  EXPECT_FALSE(includes("::1", ""));
}

TEST(Network, IsAnAddressOrBeginsWhereItsPrefixSays) {
  for (const char* text : {"", "localhost", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1",
                           "fd00::/129", "10.0.0", "10.0.0.0/8/8", "127.0.0.1:80"}) {
    EXPECT_FALSE(Network::Parse(text)) << text;
  }
}

class Written final : public Log {
 public:
  void Write(LogLevel, std::string_view event, Fields fields) override {
    text += FormatLogLine(event, fields) + "\n";
  }
  std::string text;
};

class SignOnTest : public testing::Test {
 protected:
  SignOnTest()
      : folder_(std::filesystem::temp_directory_path() /
                ("dunghan-sign-on-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
    Write("secret", std::string(kSecret) + "\n");
    Write("calendar.toml",
          "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
          "valid = { from = 2020-01-01, to = 2030-12-31 }\n[hours]\nmon = [\"08:00-17:00\"]\n");
    Write("agencies.csv", "code,name\nA,Sở A\nB,Sở B\n");
    rulebook::Options options;
    options.calendars = {folder_ / "calendar.toml"};
    options.agencies = folder_ / "agencies.csv";
    auto loaded = rulebook::Rulebook::Load(options, codes_);
    for (const Problem& problem : loaded.problems) ADD_FAILURE() << ToString(problem);
    rulebook_ = loaded.rulebook;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
  }
  void WriteUsers(const std::string& rows) { Write("users.csv", std::string(kHead) + rows); }
  SignOnOptions Options() const {
    return {.header = "x-remote-user",
            .from = {*Network::Parse("127.0.0.1"), *Network::Parse("10.0.0.0/8")},
            .secret_header = "x-proxy-secret",
            .secret_file = folder_ / "secret",
            .users = folder_ / "users.csv"};
  }
  Doorkeeper& Door() {
    if (!door_) {
      door_.emplace(DoorOptions{.tokens = folder_ / "tokens.toml",
                                .codes = codes_,
                                .is_simulated = [] { return true; },
                                .once = "",
                                .sessions = {},
                                .sign_on = Options(),
                                .rulebook = [this] { return rulebook_; }},
                    clock_, log_);
    }
    return *door_;
  }
  using Fields = std::vector<std::pair<std::string, std::string>>;
  static http::Request By(Fields fields, std::string_view peer = "127.0.0.1") {
    http::Request request;
    request.method = http::Method::kGet;
    request.from_loopback = peer == "127.0.0.1";
    request.address = Network::AddressOf(peer).value();
    request.asked_fields = std::move(fields);
    return request;
  }
  static http::Request ByProxy(const std::string& login, std::string_view peer = "127.0.0.1") {
    return By({{"x-remote-user", login}, {"x-proxy-secret", std::string(kSecret)}}, peer);
  }
  int Ask(const http::Request& request, Permit permit = kReaders.Bound()) {
    const auto caller = Door().Admit(request, permit);
    return caller ? 200 : caller.error().status;
  }
  std::vector<std::string> FaultsOf(const std::string& text) {
    Write("users.csv", text);
    std::vector<std::string> faults;
    const std::string file = (folder_ / "users.csv").string();
    for (const Problem& problem : LoadUsers(file, rulebook_.get()).problems) {
      faults.push_back(ToString(problem).substr(file.size()));
    }
    return faults;
  }

  ManualClock clock_{ParseRfc3339("2026-11-30T08:00:00+07:00").value()};
  std::filesystem::path folder_;
  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  std::shared_ptr<const rulebook::Rulebook> rulebook_;
  Written log_;
  std::optional<Doorkeeper> door_;
};

TEST_F(SignOnTest, LetsInWhomTheProxyNamesAsTheListSays) {
  WriteUsers("lo.a,Lò Văn A,viewer,A B,,\nlo.b,,auditor,,,\n");
  const auto caller = Door().Admit(ByProxy("lo.a"), kReaders.Bound());
  ASSERT_TRUE(caller) << caller.error().reason;
  EXPECT_EQ(caller->name, "lo.a");
  EXPECT_EQ(caller->role, Role::kViewer);
  ASSERT_EQ(caller->scope.agencies().size(), 2U);
  EXPECT_EQ(caller->scope.agencies()[1].text(), "B");
  EXPECT_EQ(Ask(ByProxy("lo.a"), kReaders), 403);
  EXPECT_EQ(Ask(ByProxy("lo.b"), kReaders), 200);
  EXPECT_EQ(Ask(ByProxy("lo.b"), kSenders), 403);
  EXPECT_EQ(Ask(ByProxy("lo.b", "10.2.3.4"), kReaders), 200);
}

TEST_F(SignOnTest, TheHeaderSaysNothingWithoutTheAddressOrTheSecret) {
  WriteUsers("lo.b,,admin,,,\n");
  const std::string secret(kSecret);
  EXPECT_EQ(Ask(ByProxy("lo.b", "192.0.2.1")), 401);
  EXPECT_EQ(Ask(By({{"x-remote-user", "lo.b"}})), 401);
  EXPECT_EQ(Ask(By({{"x-remote-user", "lo.b"}, {"x-proxy-secret", ""}})), 401);
  EXPECT_EQ(Ask(By({{"x-remote-user", "lo.b"}, {"x-proxy-secret", secret + "0"}})), 401);
  EXPECT_EQ(Ask(By({{"x-remote-user", "lo.b"}, {"x-proxy-secret", secret.substr(1)}})), 401);
  EXPECT_EQ(Ask(By({{"x-proxy-secret", secret}})), 401);
  // Whoever has come in between has added a second one.
  EXPECT_EQ(
      Ask(By({{"x-remote-user", "lo.b"}, {"x-remote-user", "lo.c"}, {"x-proxy-secret", secret}})),
      401);
  EXPECT_EQ(
      Ask(By({{"x-remote-user", "lo.b"}, {"x-proxy-secret", secret}, {"x-proxy-secret", secret}})),
      401);
  EXPECT_EQ(Ask(ByProxy("lo.b")), 200);
  EXPECT_THAT(log_.text, testing::HasSubstr("without the proxy's secret"));
  EXPECT_THAT(log_.text, testing::Not(testing::HasSubstr(secret.substr(1))));
}

TEST_F(SignOnTest, APersonComesInOnTheDaysOfTheRow) {
  WriteUsers(
      "lo.a,,viewer,,2026-11-30,2026-12-01\nlo.b,,viewer,,2026-12-01,\nlo.c,,viewer,,,2026-11-"
      "29\n");
  const auto why = [&](const std::string& login) {
    const auto caller = Door().Admit(ByProxy(login), kReaders);
    return caller ? "" : caller.error().reason;
  };
  EXPECT_EQ(why("lo.a"), "");
  EXPECT_EQ(why("lo.b"), "\"lo.b\" is let in from 2026-12-01 on");
  EXPECT_EQ(why("lo.c"), "\"lo.c\" was let in until 2026-11-29");
  EXPECT_EQ(why("lo.d"), "\"lo.d\" is not among the persons who are let in here");
  EXPECT_EQ(Ask(ByProxy("lo.d")), 403);
  EXPECT_EQ(Ask(ByProxy("lo.d"), Permit::Anybody()), 200);
  const auto caller = Door().Admit(ByProxy("lo.a"), kReaders);
  // The day ends by the office's clock, 17 hours before that of UTC.
  clock_.Set(ParseRfc3339("2026-12-01T23:59:59+07:00").value());
  EXPECT_TRUE(Door().StillGood(*caller));
  EXPECT_EQ(why("lo.b"), "");
  clock_.Advance(std::chrono::seconds{1});
  EXPECT_FALSE(Door().StillGood(*caller));
  EXPECT_EQ(why("lo.a"), "\"lo.a\" was let in until 2026-12-01");
}

TEST_F(SignOnTest, ANewListHoldsAtOnceAndABrokenOneNotAtAll) {
  WriteUsers("lo.a,,viewer,A,,\n");
  const auto caller = Door().Admit(ByProxy("lo.a"), kReaders.Bound());
  ASSERT_TRUE(caller);
  WriteUsers("lo.a,,viewer,A,,\nlo.b,,king,,,\n");
  EXPECT_EQ(Ask(ByProxy("lo.a")), 200);
  EXPECT_EQ(Ask(ByProxy("lo.b")), 403);
  EXPECT_THAT(log_.text, testing::HasSubstr("access.users_unreadable"));
  EXPECT_THAT(log_.text, testing::HasSubstr("users.csv:3: role: expected viewer"));
  std::filesystem::remove(folder_ / "users.csv");
  EXPECT_EQ(Ask(ByProxy("lo.a")), 200);
  WriteUsers("lo.a,,viewer,A B,,\nlo.b,,viewer,,,\n");
  EXPECT_EQ(Ask(ByProxy("lo.b")), 200);
  // What is open was for somebody else.
  EXPECT_FALSE(Door().StillGood(*caller));
  EXPECT_TRUE(Door().StillGood(*Door().Admit(ByProxy("lo.a"), kReaders.Bound())));
}

TEST_F(SignOnTest, ANewSecretHoldsAtOnceAndABrokenOneNotAtAll) {
  WriteUsers("lo.a,,viewer,,,\n");
  EXPECT_EQ(Ask(ByProxy("lo.a")), 200);
  Write("secret", "short\n");
  EXPECT_EQ(Ask(ByProxy("lo.a")), 200);
  EXPECT_EQ(Ask(By({{"x-remote-user", "lo.a"}, {"x-proxy-secret", "short"}})), 401);
  EXPECT_THAT(log_.text, testing::HasSubstr("access.secret_unreadable"));
  Write("secret", std::string(40, 'y'));
  EXPECT_EQ(Ask(ByProxy("lo.a")), 401);
  EXPECT_EQ(Ask(By({{"x-remote-user", "lo.a"}, {"x-proxy-secret", std::string(40, 'y')}})), 200);
}

TEST_F(SignOnTest, APersonSendsFromPagesAlone) {
  WriteUsers("lo.a,,admin,,,\n");
  auto request = ByProxy("lo.a");
  request.method = http::Method::kPost;
  EXPECT_EQ(Ask(request, kSenders), 403);
  request.origin = "http://localhost:8080";
  EXPECT_EQ(Ask(request, kSenders), 200);
}

TEST_F(SignOnTest, ATokenIsStrongerThanWhomTheProxyNames) {
  WriteUsers("lo.a,,viewer,,,\n");
  const std::string secret = MakeSecret();
  ASSERT_TRUE(ChangeTokens(folder_ / "tokens.toml", [&](auto& tokens) -> Result<void> {
    tokens.push_back({.name = "boss", .digest = Sha256(secret), .role = Role::kAdmin});
    return {};
  }));
  auto request = ByProxy("lo.a");
  EXPECT_EQ(Door().Admit(request, kAllRoles)->role, Role::kViewer);
  request.authorization = "Bearer " + secret;
  EXPECT_EQ(Door().Admit(request, kAllRoles)->role, Role::kAdmin);
  request.authorization = "Bearer dunghan_0";
  EXPECT_EQ(Ask(request), 401);
  // The proxy may have asked for a password itself, and passes it on.
  request.authorization = "Basic YTpi";
  EXPECT_EQ(Door().Admit(request, kAllRoles)->role, Role::kViewer);
  request = ByProxy("lo.a");
  request.cookie = "dunghan_session=" + *Door().Begin(secret);
  EXPECT_EQ(Door().Admit(request, kAllRoles)->role, Role::kAdmin);
}

TEST_F(SignOnTest, WithItASimulatedLedgerIsOpenToNobodyElse) {
  WriteUsers("lo.a,,viewer,,,\n");
  EXPECT_EQ(Ask(By({})), 401);
  EXPECT_EQ(Ask(ByProxy("lo.a")), 200);
}

TEST_F(SignOnTest, AllFaultsOfTheListHaveTheirPlace) {
  EXPECT_THAT(
      FaultsOf("login,role,agencies,from,to\n,viewer,,,\na b,viewer,,,\nx,wall,,,\nx2,ingest,,,\n"
               "x3,metrics,,,\nx4,admin,A,,\ny,viewer,A NOWHERE,,\nz,viewer,,2026-13-01,\n"
               "w,viewer,,2026-02-02,2026-02-01\n"),
      testing::ElementsAre(
          testing::StartsWith(":2: login: expected 1 to 128 printable characters without spaces"),
          testing::StartsWith(":3: login: expected 1 to 128 printable characters"),
          ":4: role: expected viewer, clerk, auditor or admin, got \"wall\"",
          ":5: role: expected viewer, clerk, auditor or admin, got \"ingest\"",
          ":6: role: expected viewer, clerk, auditor or admin, got \"metrics\"",
          ":7: agencies: goes with the roles viewer and clerk",
          ":8: agencies: unknown agency \"NOWHERE\"",
          ":9: from: expected a date like 2026-06-07, got \"2026-13-01\"",
          ":10: to: it is before \"from\""));
  EXPECT_THAT(FaultsOf("login,rol\nx,viewer\n"), testing::Not(testing::IsEmpty()));
}

TEST_F(SignOnTest, RowsOfOneLoginHoldOnDifferentDays) {
  EXPECT_THAT(FaultsOf("login,role,from,to\nx,viewer,,2026-06-30\nx,clerk,2026-07-01,\n"),
              testing::IsEmpty());
  EXPECT_THAT(
      FaultsOf("login,role,from,to\nx,viewer,,2026-06-30\ny,viewer,,\nx,clerk,2026-06-30,\n"),
      testing::ElementsAre(":4: login: \"x\" stands in line 2 already, for some of these days"));
}

TEST_F(SignOnTest, IsCheckedAsAWhole) {
  WriteUsers("x,,wall,,,\n");
  Write("secret", "short");
  EXPECT_EQ(CheckSignOn(Options(), rulebook_.get()).size(), 2U);
  WriteUsers("x,,viewer,,,\n");
  Write("secret", std::string(kSecret));
  EXPECT_THAT(CheckSignOn(Options(), rulebook_.get()), testing::IsEmpty());
}

}  // namespace
}  // namespace dunghan::access
