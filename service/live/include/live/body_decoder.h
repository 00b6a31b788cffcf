#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <string>

#include "dunghan/base/clock.h"
#include "intake/batch_decoder.h"

namespace dunghan::live {

/// Bodies of events into items, so that whoever sends large ones keeps nobody waiting: small ones
/// are decoded where they arrive, large ones one after the other on a thread of their own, and what
/// is refused there has taken no more memory than its limits allow. On the I/O thread alone.
class BodyDecoder {
 public:
  /// Up to this size a body costs less than handing it over and back.
  static constexpr size_t kSmall = size_t{16} << 10U;

  BodyDecoder(const Clock& clock, intake::BatchOptions options)
      : clock_(clock), options_(std::move(options)) {}
  ~BodyDecoder() { Join(); }
  BodyDecoder(const BodyDecoder&) = delete;
  BodyDecoder& operator=(const BodyDecoder&) = delete;

  /// By these rules from the next body on; to be called before the first.
  void Use(const std::shared_ptr<CodeTable>& codes,
           const std::shared_ptr<const rulebook::Timeline>& rulebooks);

  static bool IsSmall(const std::string& body) { return body.size() <= kSmall; }
  /// See BatchDecoder::Decode. Of any size, at once.
  intake::DecodedBatch DecodeHere(std::string body, intake::BatchForm form);
  /// The same; a large one elsewhere.
  boost::asio::awaitable<intake::DecodedBatch> Decode(std::string body, intake::BatchForm form);

  /// Waits for what is being decoded. Nothing may be decoded afterwards.
  void Join() { pool_.join(); }

 private:
  using Decoder = intake::BatchDecoder;
  static boost::asio::awaitable<intake::DecodedBatch> OnPool(std::shared_ptr<Decoder> decoder,
                                                             std::string body,
                                                             intake::BatchForm form, Instant now);

  const Clock& clock_;
  intake::BatchOptions options_;
  std::shared_ptr<Decoder> here_;
  std::shared_ptr<Decoder> there_;  // of the pool's thread
  boost::asio::thread_pool pool_{1};
};

}  // namespace dunghan::live
