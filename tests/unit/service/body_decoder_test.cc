#include "live/body_decoder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "fake_ledger.h"
#include "gzip_text.h"

namespace dunghan::live {
namespace {

namespace asio = boost::asio;
using intake::BatchForm;
using intake::DecodedBatch;
using intake::EventBody;
using intake::Packing;

class BodyDecoderTest : public testing::Test {
 protected:
  BodyDecoderTest() { decoder_.Use(codes_, Alone(OpenRulebook(codes_)), national_); }

  static std::string Lines(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
      text += R"({"dossier":"D)" + std::to_string(i) +
              R"(","type":"paid","at":"2021-06-07T08:00:00Z"})"
              "\n";
    }
    return text;
  }
  void Decode(std::string bytes, Packing packing = Packing::kNone) {
    EventBody body{.bytes = std::move(bytes), .form = BatchForm::kNdjson, .packing = packing};
    asio::co_spawn(io_, Answer(std::move(body)), asio::detached);
    io_.poll_one();
  }
  asio::awaitable<void> Answer(EventBody body) {
    auto batch = co_await decoder_.Decode(std::move(body));
    batches_.push_back(std::move(batch));
  }

  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  ManualClock clock_{test::At("2021-06-07 12:00")};
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  const std::shared_ptr<const intake::NationalMapping> national_ =
      std::make_shared<intake::NationalMapping>(intake::BuiltInNational());
  BodyDecoder decoder_{clock_, {.max_items = 10'000, .max_bytes = size_t{1} << 20U}};
  std::vector<DecodedBatch> batches_;
};

TEST_F(BodyDecoderTest, DecodesASmallBodyOnTheSpot) {
  Decode(Lines(3));
  ASSERT_EQ(batches_.size(), 1U);
  EXPECT_EQ(batches_[0]->items.size(), 3U);
}

TEST_F(BodyDecoderTest, LeavesTheThreadToOthersWhileALargeBodyIsDecoded) {
  Decode(Lines(5000));
  EXPECT_TRUE(batches_.empty());
  Decode(Lines(1));
  io_.poll();  // waits for nothing; on a slow machine the large one may be done by now as well
  const auto answered = [&](size_t items) {
    return std::any_of(batches_.begin(), batches_.end(),
                       [&](const auto& batch) { return batch->items.size() == items; });
  };
  EXPECT_TRUE(answered(1));
  while (batches_.size() < 2) io_.run_one();
  EXPECT_TRUE(answered(5000));
}

TEST_F(BodyDecoderTest, RefusesALargeBodyAsItDoesASmallOne) {
  Decode(Lines(10'001));
  while (batches_.empty()) io_.run_one();
  ASSERT_TRUE(batches_[0].has_error());
  EXPECT_EQ(batches_[0].error().kind, intake::BodyFault::Kind::kTooMany);
}

TEST_F(BodyDecoderTest, UnpacksElsewhereHoweverSmallABodyIs) {
  Decode(test::Gzip(Lines(3)), Packing::kGzip);
  EXPECT_TRUE(batches_.empty());
  while (batches_.empty()) io_.run_one();
  EXPECT_EQ(batches_[0]->items.size(), 3U);
  EXPECT_EQ(batches_[0]->unpacked, Lines(3).size());
}

TEST_F(BodyDecoderTest, UnpacksNoMoreThanIsTaken) {
  Decode(test::Gzip(std::string((size_t{1} << 20U) + 1, ' ')), Packing::kGzip);
  while (batches_.empty()) io_.run_one();
  ASSERT_TRUE(batches_[0].has_error());
  EXPECT_EQ(batches_[0].error().kind, intake::BodyFault::Kind::kTooLarge);
  EXPECT_EQ(batches_[0].error().text, "the body exceeds 1048576 bytes when it is unpacked");
}

/// Rules that change do not wait for a body, nor does a body lose those it began with.
TEST_F(BodyDecoderTest, TakesNewRulesWhileABodyIsBeingDecoded) {
  Decode(Lines(5000));
  decoder_.Use(codes_, Alone(OpenRulebook(codes_)), national_);
  Decode(Lines(4000));
  while (batches_.size() < 2) io_.run_one();
  EXPECT_EQ(batches_[0]->items.size(), 5000U);
  EXPECT_EQ(batches_[1]->items.size(), 4000U);
}

}  // namespace
}  // namespace dunghan::live
