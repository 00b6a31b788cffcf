#include "api/bad_intake.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace dunghan::api {
namespace {

using std::chrono::seconds;

class KeptLog final : public Log {
 public:
  std::vector<std::string> lines;

 private:
  void Write(LogLevel, std::string_view event, Fields fields) override {
    std::string line(event);
    for (const auto& [key, value] : fields)
      line += " " + std::string(key) + "=" + std::string(value);
    lines.push_back(line);
  }
};

TEST(BadIntake, IsToldAtOnceAndThenOnceAMinuteWithAllSince) {
  KeptLog log;
  BadIntake bad(log);
  const BadIntake::Time begin{std::chrono::hours{1}};
  bad.Quarantined(0, begin);
  EXPECT_TRUE(log.lines.empty());
  bad.Quarantined(3, begin);
  bad.Quarantined(4, begin + seconds{1});
  bad.Refused(begin + seconds{59});
  ASSERT_EQ(log.lines.size(), 1U);
  EXPECT_EQ(log.lines[0],
            "intake.unusable quarantined=3 bodies_refused=0 see=dunghan quarantine list");
  bad.Quarantined(0, begin + seconds{61});
  EXPECT_EQ(log.lines.size(), 1U);
  bad.Refused(begin + seconds{62});
  ASSERT_EQ(log.lines.size(), 2U);
  EXPECT_EQ(log.lines[1],
            "intake.unusable quarantined=4 bodies_refused=2 see=dunghan quarantine list");
}

}  // namespace
}  // namespace dunghan::api
