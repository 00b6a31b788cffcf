#include "access/doorkeeper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace dunghan::access {
namespace {

using namespace std::chrono_literals;

class Silent final : public Log {
 public:
  void Write(LogLevel, std::string_view event, Fields fields) override {
    written += FormatLogLine(event, fields) + "\n";
  }
  std::string written;
};

class DoorkeeperTest : public testing::Test {
 protected:
  DoorkeeperTest()
      : folder_(std::filesystem::temp_directory_path() /
                ("dunghan-door-" + std::to_string(::getpid()))),
        file_(folder_ / "tokens.toml") {
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// Makes a good token and gives its text.
  std::string Make(Token token) {
    const std::string secret = MakeSecret();
    token.digest = Sha256(secret);
    token.created = clock_.Now();
    const auto written = ChangeTokens(file_, [&](std::vector<Token>& tokens) -> Result<void> {
      tokens.push_back(token);
      return {};
    });
    EXPECT_TRUE(written);
    return secret;
  }
  void Revoke(std::string_view name) {
    const auto written = ChangeTokens(file_, [&](std::vector<Token>& tokens) -> Result<void> {
      for (Token& token : tokens) {
        if (token.name == name) token.revoked = clock_.Now();
      }
      return {};
    });
    EXPECT_TRUE(written);
  }
  Doorkeeper& Door() {
    if (!door_) {
      door_.emplace(DoorOptions{.tokens = file_,
                                .codes = codes_,
                                .is_simulated = [this] { return simulated_; },
                                .once = "once",
                                .sessions = sessions_,
                                .unpack =
                                    [this](const http::Request&, size_t bytes) {
                                      asked_for_ = bytes;
                                      return unpacked_;
                                    }},
                    clock_, log_);
    }
    return *door_;
  }
  static http::Request With(std::string authorization, std::string cookie = {}) {
    http::Request request;
    request.method = http::Method::kGet;
    request.from_loopback = true;
    request.authorization = std::move(authorization);
    request.cookie = std::move(cookie);
    return request;
  }
  /// The status, 200: let in.
  int Ask(const http::Request& request, Permit permit = kReaders) {
    const auto caller = Door().Admit(request, permit);
    return caller ? 200 : caller.error().status;
  }
  int AskWith(const std::string& secret, Permit permit = kReaders) {
    return Ask(With("Bearer " + secret), permit);
  }

  ManualClock clock_{ParseRfc3339("2026-11-30T08:00:00+07:00").value()};
  std::filesystem::path folder_;
  std::filesystem::path file_;
  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  Silent log_;
  bool simulated_ = false;
  std::filesystem::path sessions_ = {};
  std::string unpacked_;  ///< what packed bodies hold
  size_t asked_for_ = 0;  ///< bytes of such a one
  std::optional<Doorkeeper> door_;
};

TEST_F(DoorkeeperTest, WithoutTokensASimulatedLedgerAloneIsOpenAndOnThisMachineAlone) {
  EXPECT_EQ(Ask(With("")), 401);
  EXPECT_TRUE(Door().NeedsFirstToken());
  simulated_ = true;
  EXPECT_EQ(Ask(With("")), 200);
  EXPECT_FALSE(Door().NeedsFirstToken());
  http::Request from_elsewhere = With("");
  from_elsewhere.from_loopback = false;
  EXPECT_EQ(Ask(from_elsewhere), 401);
  Make({.name = "a", .role = Role::kAdmin});
  EXPECT_EQ(Ask(With("")), 401);
}

TEST_F(DoorkeeperTest, LetsInWhatARoleIsPermitted) {
  for (int i = 0; i < kRoles; ++i) {
    const auto role = static_cast<Role>(i);
    const std::string secret = Make({.name = std::string(ToString(role)), .role = role});
    for (int j = 0; j < kRoles; ++j) {
      EXPECT_EQ(AskWith(secret, Permit{static_cast<Role>(j)}), i == j ? 200 : 403);
    }
    EXPECT_EQ(AskWith(secret, Permit()), 403);
    EXPECT_EQ(AskWith(secret, Permit::Anybody()), 200);
  }
  EXPECT_EQ(AskWith("dunghan_0"), 401);
  EXPECT_EQ(AskWith(""), 401);
  EXPECT_EQ(Ask(With("Basic YTpi")), 401);
  EXPECT_EQ(Ask(With(""), Permit::Anybody()), 200);
}

TEST_F(DoorkeeperTest, WhoIsBoundToAgenciesIsLetInWhereTheRouteLooksWhoseTheyAre) {
  const std::string secret = Make({.name = "so-a", .role = Role::kViewer, .agencies = {"A", "B"}});
  EXPECT_EQ(AskWith(secret), 403);
  EXPECT_EQ(AskWith(secret, kReaders.Bound()), 200);
  const auto caller = Door().Admit(With("Bearer " + secret), kReaders.Bound());
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->name, "so-a");
  ASSERT_EQ(caller->scope.agencies().size(), 2U);
  EXPECT_EQ(caller->scope.agencies()[1].text(), "B");
}

TEST_F(DoorkeeperTest, ARevokedTokenLetsNobodyInFromThenOn) {
  const std::string secret = Make({.name = "a", .role = Role::kViewer});
  const std::string other = Make({.name = "b", .role = Role::kViewer});
  const auto caller = Door().Admit(With("Bearer " + secret), kReaders);
  ASSERT_TRUE(caller);
  EXPECT_TRUE(Door().StillGood(*caller));
  Revoke("a");
  EXPECT_EQ(AskWith(secret), 401);
  EXPECT_FALSE(Door().StillGood(*caller));
  EXPECT_EQ(AskWith(other), 200);
}

TEST_F(DoorkeeperTest, ACertificateIsShownByTlsAndByNoOtherWay) {
  const std::string secret = Make({.name = "by-text", .role = Role::kViewer});
  ASSERT_TRUE(ChangeTokens(file_, [&](std::vector<Token>& tokens) -> Result<void> {
    tokens.push_back({.name = "by-certificate",
                      .digest = Sha256("der"),
                      .is_certificate = true,
                      .role = Role::kAdmin,
                      .created = clock_.Now(),
                      .expires = clock_.Now() + 2h});
    return {};
  }));
  const auto showing = [](std::string_view der, std::string authorization = "") {
    http::Request request = With(std::move(authorization));
    request.client_certificate = Sha256(der);
    return request;
  };
  const auto caller = Door().Admit(showing("der"), kReaders);
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->name, "by-certificate");
  EXPECT_TRUE(Door().StillGood(*caller));
  // What everybody can see is no text of a token.
  EXPECT_EQ(AskWith("der"), 401);
  EXPECT_FALSE(Door().Begin("der"));
  EXPECT_FALSE(Door().BeginNational("by-certificate", "der"));
  // And the text of another is no certificate.
  EXPECT_EQ(Ask(showing(secret)), 401);
  EXPECT_EQ(Ask(showing("another")), 401);
  // What is shown besides decides.
  EXPECT_EQ(Door().Admit(showing("der", "Bearer " + secret), kReaders)->name, "by-text");
  EXPECT_EQ(Ask(showing("der", "Bearer nothing")), 401);
  clock_.Set(clock_.Now() + 2h);
  EXPECT_EQ(Ask(showing("der")), 401);
  EXPECT_FALSE(Door().StillGood(*caller));
}

TEST_F(DoorkeeperTest, ATokenEndsByItself) {
  const std::string secret =
      Make({.name = "a", .role = Role::kViewer, .expires = clock_.Now() + std::chrono::days{1}});
  const auto caller = Door().Admit(With("Bearer " + secret), kReaders);
  clock_.Set(clock_.Now() + 23h);
  EXPECT_EQ(AskWith(secret), 200);
  clock_.Set(clock_.Now() + 1h);
  EXPECT_EQ(AskWith(secret), 401);
  EXPECT_FALSE(Door().StillGood(*caller));
}

TEST_F(DoorkeeperTest, AFileThatCannotBeReadLetsNobodyIn) {
  const std::string secret = Make({.name = "a", .role = Role::kAdmin});
  simulated_ = true;
  EXPECT_EQ(AskWith(secret), 200);
  const auto request = With("", "dunghan_session=" + *Door().Begin(secret));
  EXPECT_EQ(Ask(request), 200);
  std::filesystem::copy_file(file_, folder_ / "good");
  std::ofstream(file_) << "[[token]]\nrole = \"king\"\n";
  EXPECT_EQ(AskWith(secret), 401);
  EXPECT_EQ(Ask(With("")), 401);
  EXPECT_EQ(Ask(request), 401);
  EXPECT_THAT(log_.written, testing::HasSubstr("access.unreadable"));
  EXPECT_THAT(log_.written, testing::Not(testing::HasSubstr(secret)));
  // Mended, it is as if nothing had been.
  std::filesystem::rename(folder_ / "good", file_);
  EXPECT_EQ(AskWith(secret), 200);
  EXPECT_EQ(Ask(request), 200);
}

TEST_F(DoorkeeperTest, ASessionLastsWithItsTokenAndItsUse) {
  const std::string secret = Make({.name = "a", .role = Role::kViewer});
  EXPECT_FALSE(Door().Begin("dunghan_0"));
  const auto session = Door().Begin(secret);
  ASSERT_TRUE(session);
  EXPECT_NE(*session, secret);
  const auto request = With("", "x=1; dunghan_session=" + *session + "; y=2");
  EXPECT_EQ(Ask(request), 200);
  clock_.Set(clock_.Now() + 29min);
  EXPECT_EQ(Ask(request), 200);
  clock_.Set(clock_.Now() + 30min);
  EXPECT_EQ(Ask(request), 401);
  const auto next = Door().Begin(secret);
  const auto again = With("", "dunghan_session=" + *next);
  EXPECT_EQ(Ask(again), 200);
  // However busy, it does not last for ever.
  for (int i = 0; i < 36; ++i) {
    clock_.Set(clock_.Now() + 20min);
    EXPECT_EQ(Ask(again), i < 35 ? 200 : 401) << i;
  }
  const auto third = Door().Begin(secret);
  const auto more = With("", "dunghan_session=" + *third);
  EXPECT_EQ(Ask(more), 200);
  Revoke("a");
  EXPECT_EQ(Ask(more), 401);
  EXPECT_FALSE(Door().Begin(secret));
  EXPECT_THAT(log_.written, testing::Not(testing::HasSubstr(secret)));
}

TEST_F(DoorkeeperTest, ASessionOutlastsTheProcess) {
  sessions_ = folder_ / "sessions";
  const std::string secret = Make({.name = "a", .role = Role::kViewer});
  const std::string machine = Make({.name = "m", .role = Role::kIngest, .source = "s"});
  const std::string session = *Door().Begin(secret);
  const auto request = With("", "dunghan_session=" + session);
  const auto ended = With("", "dunghan_session=" + *Door().Begin(secret));
  const std::string of_machine = *Door().BeginNational("m", machine);
  Door().End(ended);
  door_.reset();
  clock_.Advance(10min);
  EXPECT_EQ(Ask(request), 200);
  EXPECT_EQ(Ask(ended), 401);
  EXPECT_EQ(Ask(With("", "dunghan_session=" + of_machine), kAllRoles), 401);
  std::ifstream in(sessions_);
  const std::string kept{std::istreambuf_iterator<char>(in), {}};
  EXPECT_THAT(kept, testing::Not(testing::HasSubstr(session)));
  door_.reset();
  Revoke("a");
  EXPECT_EQ(Ask(request), 401);
  door_.reset();
  std::ofstream(sessions_) << "nonsense\nx y z w\n";
  EXPECT_EQ(Ask(request), 401);
}

TEST_F(DoorkeeperTest, LoggingOutEndsASessionAndNoOther) {
  const std::string secret = Make({.name = "a", .role = Role::kViewer});
  const auto one = With("", "dunghan_session=" + *Door().Begin(secret));
  const auto two = With("", "dunghan_session=" + *Door().Begin(secret));
  Door().End(one);
  EXPECT_EQ(Ask(one), 401);
  EXPECT_EQ(Ask(two), 200);
}

TEST_F(DoorkeeperTest, ASessionSendsFromPagesAlone) {
  const std::string secret = Make({.name = "a", .role = Role::kAdmin});
  auto request = With("", "dunghan_session=" + *Door().Begin(secret));
  request.method = http::Method::kPost;
  EXPECT_EQ(Ask(request), 403);
  request.origin = "http://localhost:8080";
  EXPECT_EQ(Ask(request), 200);
}

TEST_F(DoorkeeperTest, AScreensCookieOpensWhatIsForScreensAndNothingElse) {
  const std::string secret = Make({.name = "hall", .role = Role::kWall, .agencies = {"A"}});
  const auto request = With("", "x=1; dunghan_wall=" + secret);
  EXPECT_EQ(Ask(request, kWatchers), 200);
  EXPECT_EQ(Ask(request, kAllRoles.Bound()), 401);
  const std::string other = Make({.name = "boss", .role = Role::kAdmin});
  EXPECT_EQ(Ask(With("", "dunghan_wall=" + other), kWatchers), 401);
  const auto caller = Door().Admit(request, kWatchers);
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->scope.agencies().size(), 1U);
  EXPECT_TRUE(Door().StillGood(*caller));
  Revoke("hall");
  EXPECT_EQ(Ask(request, kWatchers), 401);
  EXPECT_FALSE(Door().StillGood(*caller));
}

TEST_F(DoorkeeperTest, AScreensCookieLastsAsLongAsItsToken) {
  const std::string until =
      Make({.name = "hall", .role = Role::kWall, .expires = clock_.Now() + std::chrono::days{30}});
  const std::string never = Make({.name = "other", .role = Role::kWall});
  const auto cookie = Door().LongCookieOf(With("", "dunghan_wall=" + until));
  EXPECT_EQ(cookie, "dunghan_wall=" + until + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000");
  EXPECT_THAT(Door().LongCookieOf(With("", "dunghan_wall=" + never)).value(),
              testing::EndsWith("; Max-Age=34560000"));
  clock_.Advance(std::chrono::days{30});
  EXPECT_EQ(Door().LongCookieOf(With("", "dunghan_wall=" + until)), std::nullopt);
  EXPECT_EQ(Door().LongCookieOf(With("")), std::nullopt);
}

TEST_F(DoorkeeperTest, TheFirstAdministratorComesInOnce) {
  const auto session = Door().Begin("once");
  ASSERT_TRUE(session);
  const auto caller = Door().Admit(With("", "dunghan_session=" + *session), Permit{Role::kAdmin});
  ASSERT_TRUE(caller);
  EXPECT_TRUE(Door().StillGood(*caller));
  EXPECT_FALSE(Door().Begin("once"));
}

TEST_F(DoorkeeperTest, TheOneTimeWordIsGoodOnlyWhileNoTokenWasEverMade) {
  Make({.name = "a", .role = Role::kAdmin});
  EXPECT_FALSE(Door().Begin("once"));
  EXPECT_FALSE(Door().NeedsFirstToken());
  std::ofstream(file_) << "broken";
  EXPECT_FALSE(Door().NeedsFirstToken());
  EXPECT_FALSE(Door().Begin("once"));
}

TEST_F(DoorkeeperTest, ANameUsedAgainIsAnotherToken) {
  const std::string secret = Make({.name = "a", .role = Role::kViewer});
  const auto caller = Door().Admit(With("Bearer " + secret), kReaders);
  Revoke("a");
  Make({.name = "a", .role = Role::kViewer});
  EXPECT_FALSE(Door().StillGood(*caller));
}

TEST_F(DoorkeeperTest, WhoWatchesKeepsASessionAndNobodyKeepsItForEver) {
  const std::string secret = Make({.name = "a", .role = Role::kViewer});
  const auto request = With("", "dunghan_session=" + *Door().Begin(secret));
  const auto caller = Door().Admit(request, kReaders);
  for (int i = 0; i < 4; ++i) {
    clock_.Advance(20min);
    EXPECT_TRUE(Door().StillGood(*caller));
  }
  Door().End(request);
  EXPECT_FALSE(Door().StillGood(*caller));
}

TEST_F(DoorkeeperTest, ManySessionsOfOneTokenLockNobodyOut) {
  const std::string secret = Make({.name = "a", .role = Role::kViewer});
  const std::string other = Make({.name = "b", .role = Role::kViewer});
  const auto of_other = With("", "dunghan_session=" + *Door().Begin(other));
  const auto first = With("", "dunghan_session=" + *Door().Begin(secret));
  for (int i = 0; i < 100; ++i) {
    clock_.Advance(1ms);
    EXPECT_TRUE(Door().Begin(secret));
  }
  EXPECT_EQ(Ask(first), 401);
  EXPECT_EQ(Ask(of_other), 200);
}

TEST_F(DoorkeeperTest, AProgramLogsInByNameAndToken) {
  const std::string secret = Make({.name = "m", .role = Role::kIngest, .source = "s"});
  const std::string reader = Make({.name = "r", .role = Role::kViewer});
  EXPECT_FALSE(Door().BeginNational("r", secret));
  EXPECT_FALSE(Door().BeginNational("r", reader));
  const auto session = Door().BeginNational("m", secret);
  ASSERT_TRUE(session);
  auto request = With("");
  request.method = http::Method::kPost;
  for (const char* form :
       {R"({"session":"%"})", R"({ "madonvi" : "A", "session"  :  "%", "x":1})"}) {
    request.body = form;
    request.body.replace(request.body.find('%'), 1, *session);
    EXPECT_EQ(Ask(request, kSenders.OrBySessionInBody()), 200) << form;
    EXPECT_EQ(Ask(request, kSenders), 401) << form;
  }
  for (const char* form : {"", "{}", R"({"session")", R"({"session":)", R"({"session":"x"})"}) {
    request.body = form;
    EXPECT_EQ(Ask(request, kSenders.OrBySessionInBody()), 401) << form;
  }
}

TEST_F(DoorkeeperTest, AMessageThatWasPackedIsLookedIntoNoFurtherThanAPlainOne) {
  const std::string secret = Make({.name = "m", .role = Role::kIngest, .source = "s"});
  const auto session = Door().BeginNational("m", secret);
  auto request = With("");
  request.method = http::Method::kPost;
  request.content_encoding = "gzip";
  request.body = "packed";
  unpacked_ = R"({"session":")" + *session + R"("})";
  EXPECT_EQ(Ask(request, kSenders.OrBySessionInBody()), 200);
  EXPECT_LT(asked_for_, 5'000U);
  // Only where nothing else says who it is, and the route takes it so.
  asked_for_ = 0;
  EXPECT_EQ(Ask(request, kSenders), 401);
  request.authorization = "Bearer " + secret;
  EXPECT_EQ(Ask(request, kSenders.OrBySessionInBody()), 200);
  EXPECT_EQ(asked_for_, 0U);
  request.authorization.clear();
  unpacked_ = std::string(4'096, ' ') + unpacked_;
  EXPECT_EQ(Ask(request, kSenders.OrBySessionInBody()), 401);
}

TEST_F(DoorkeeperTest, SaysWhatWasShownInVain) {
  const std::string secret = Make({.name = "m", .role = Role::kIngest, .source = "s"});
  const auto failed = [](const auto& result) { return result.error().failed; };
  const auto bearer = failed(Door().Admit(With("Bearer wrong"), kReaders));
  EXPECT_TRUE(bearer);
  EXPECT_EQ(bearer, failed(Door().Begin("wrong")));
  // A name, whatever was shown with it.
  const auto name = failed(Door().BeginNational("m", "wrong"));
  EXPECT_TRUE(name);
  EXPECT_NE(name, bearer);
  EXPECT_EQ(name, failed(Door().BeginNational("m", "wrong again")));
  EXPECT_NE(name, failed(Door().BeginNational("n", "wrong")));
  EXPECT_TRUE(Door().BeginNational("m", secret));
  // Nothing was shown, or what is good.
  EXPECT_FALSE(failed(Door().Admit(With(""), kReaders)));
  const auto forbidden = Door().Admit(With("Bearer " + secret), kReaders);
  EXPECT_EQ(forbidden.error().status, 403);
  EXPECT_FALSE(failed(forbidden));
  EXPECT_EQ(forbidden.error().token, Sha256(secret));
  Revoke("m");
  EXPECT_EQ(failed(Door().Admit(With("Bearer " + secret), kReaders)), Sha256(secret));
}

TEST_F(DoorkeeperTest, ARefusedLoginIsInTheLogByTheNameOfItsRequest) {
  EXPECT_FALSE(Door().Begin("wrong", "k3-1"));
  EXPECT_FALSE(Door().BeginNational("m", "wrong", "k3-2"));
  EXPECT_THAT(log_.written, testing::HasSubstr("access.refused what=login request=k3-1\n"));
  EXPECT_THAT(log_.written,
              testing::HasSubstr("access.refused what=\"national login\" request=k3-2\n"));
}

TEST_F(DoorkeeperTest, AMachinesTokenBeginsNoSession) {
  EXPECT_EQ(Door().Begin(Make({.name = "a", .role = Role::kIngest, .source = "s"})).error().status,
            403);
}

}  // namespace
}  // namespace dunghan::access
