#include "metrics/negotiation.h"

#include <gtest/gtest.h>

namespace dunghan::metrics {
namespace {

TEST(ChooseFormat, TextIsTheDefault) {
  for (const char* accept : {"", "*/*", "text/plain", "text/html,*/*;q=0.8", "application/json"}) {
    EXPECT_EQ(ChooseFormat(accept), Format::kText) << accept;
  }
}

TEST(ChooseFormat, PrometheusGetsOpenMetrics) {
  EXPECT_EQ(ChooseFormat("application/openmetrics-text;version=1.0.0,"
                         "application/openmetrics-text;version=0.0.1;q=0.75,"
                         "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"),
            Format::kOpenMetrics);
  EXPECT_EQ(ChooseFormat("application/openmetrics-text; version=1.0.0; charset=utf-8"),
            Format::kOpenMetrics);
  EXPECT_EQ(ChooseFormat("Application/OpenMetrics-Text"), Format::kOpenMetrics);
}

TEST(ChooseFormat, TheHigherWeightWins) {
  EXPECT_EQ(ChooseFormat("application/openmetrics-text;q=0.4,text/plain;q=0.5"), Format::kText);
  EXPECT_EQ(ChooseFormat("application/openmetrics-text;q=0.5,text/plain;q=0.4"),
            Format::kOpenMetrics);
  EXPECT_EQ(ChooseFormat("application/openmetrics-text;q=0.5,text/plain;q=0.5"), Format::kText);
  EXPECT_EQ(ChooseFormat("application/openmetrics-text , text/* ; q = 0.9"), Format::kOpenMetrics);
  EXPECT_EQ(ChooseFormat("application/openmetrics-text;q=0"), Format::kText);
  EXPECT_EQ(ChooseFormat("application/openmetrics-text;q=high"), Format::kText);
}

TEST(ChooseFormat, ANamedTypeGoesBeforeARange) {
  EXPECT_EQ(ChooseFormat("*/*, application/openmetrics-text;q=0.2"), Format::kText);
  EXPECT_EQ(ChooseFormat("text/plain;q=0.1, */*;q=0.5"), Format::kOpenMetrics);
  EXPECT_EQ(ChooseFormat("application/*, text/plain;q=0.5"), Format::kOpenMetrics);
}

TEST(ChooseFormat, OtherVersionsAreNotOurs) {
  EXPECT_EQ(ChooseFormat("application/openmetrics-text;version=0.0.1"), Format::kText);
  EXPECT_EQ(ChooseFormat("application/openmetrics-text;version=\"1.0.0\""), Format::kOpenMetrics);
}

TEST(ChooseFormat, SaysWhatItIs) {
  EXPECT_EQ(ContentTypeOf(Format::kText), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_EQ(ContentTypeOf(Format::kOpenMetrics),
            "application/openmetrics-text; version=1.0.0; charset=utf-8");
}

TEST(TakesGzip, OnlyWhenAskedFor) {
  for (const char* asks : {"gzip", "deflate, gzip;q=0.5", "GZIP", "x-gzip", "*", "br;q=1, *;q=0.1",
                           "gzip, identity;q=0.5"}) {
    EXPECT_TRUE(TakesGzip(asks)) << asks;
  }
  for (const char* does_not : {"", "identity", "br", "gzip;q=0", "gzip;q=0, *", "*;q=0",
                               "identity, gzip;q=0.5", "gzip;q=nonsense"}) {
    EXPECT_FALSE(TakesGzip(does_not)) << does_not;
  }
}

}  // namespace
}  // namespace dunghan::metrics
