#include "dunghan/ledger/operator_acts.h"

#include <gtest/gtest.h>

#include <string>

#include "dunghan/ledger/quarantine_acts.h"
#include "dunghan/test/values.h"

namespace dunghan::ledger {
namespace {

using test::At;

TEST(OperatorActs, AreReadAsTheyWereWrittenAndAsNothingElse) {
  for (const auto kind : {OperatorAct::Kind::kTokenMade, OperatorAct::Kind::kTokenRevoked,
                          OperatorAct::Kind::kRestored, OperatorAct::Kind::kLooked}) {
    const OperatorAct act{kind, At("2021-06-03 16:59"), "Lò Văn A", "le-thu of the role clerk",
                          "chuyển công tác"};
    const record::NewEntry entry = WriteOperatorAct(act);
    EXPECT_EQ(entry.kind, record::Kind::kAct);
    EXPECT_EQ(ReadOperatorAct(entry.bytes), act);
    EXPECT_FALSE(ReadDiscarding(entry.bytes));
    // Cut off, longer, or of a kind that there is not.
    for (size_t size = 0; size < entry.bytes.size(); ++size) {
      EXPECT_FALSE(ReadOperatorAct(entry.bytes.substr(0, size))) << size;
    }
    EXPECT_FALSE(ReadOperatorAct(entry.bytes + "x"));
    std::string other = entry.bytes;
    other[2] = 5;
    EXPECT_FALSE(ReadOperatorAct(other));
  }
  EXPECT_FALSE(ReadOperatorAct(WriteDiscarding({{1, 2}, "Lò Văn A", "của tỉnh khác"})));
}

}  // namespace
}  // namespace dunghan::ledger
