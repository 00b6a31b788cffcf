#include "metrics/gzip.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <random>

namespace dunghan::metrics {
namespace {

std::string Unpack(const std::string& packed, size_t size) {
  z_stream stream{};
  EXPECT_EQ(::inflateInit2(&stream, MAX_WBITS + 16), Z_OK);  // gzip, and nothing else
  std::string text(size + 1, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  EXPECT_EQ(::inflate(&stream, Z_FINISH), Z_STREAM_END);
  EXPECT_EQ(stream.avail_in, 0U);
  text.resize(stream.total_out);
  ::inflateEnd(&stream);
  return text;
}

TEST(Gzip, GivesTheTextBack) {
  std::string text;
  for (int i = 0; i < 50'000; ++i) {
    text += "dossier_open{agency=\"A" + std::to_string(i % 120) + "\",due=\"today\"} " +
            std::to_string(i) + "\n";
  }
  const std::string packed = Gzip(text);
  EXPECT_LT(packed.size(), text.size() / 4);
  EXPECT_EQ(Unpack(packed, text.size()), text);
}

TEST(Gzip, AnEmptyTextIsOneToo) { EXPECT_EQ(Unpack(Gzip(""), 0), ""); }

TEST(Gzip, WhatCannotBePackedComesBackToo) {
  std::mt19937 random(1);
  std::string text(300'000, '\0');
  for (char& c : text) c = static_cast<char>(random());
  EXPECT_EQ(Unpack(Gzip(text), text.size()), text);
}

}  // namespace
}  // namespace dunghan::metrics
