#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <string>

#include "dunghan/base/clock.h"
#include "intake/batch_decoder.h"
#include "intake/national_decoder.h"

namespace dunghan::live {

/// Bodies of events into items, so that whoever sends large ones keeps nobody waiting: small ones
/// are decoded where they arrive, large ones one after the other on a thread of their own, and what
/// is refused there has taken no more memory than its limits allow. On the I/O thread alone.
class BodyDecoder {
 public:
  /// Up to this size a body costs less than handing it over and back.
  static constexpr size_t kSmall = size_t{16} << 10U;

  /// `national_source`: who speaks in messages of the national interface.
  BodyDecoder(const Clock& clock, intake::BatchOptions options,
              std::string national_source = std::string(intake::kDefaultSource))
      : clock_(clock), options_(std::move(options)), national_source_(std::move(national_source)) {}
  ~BodyDecoder() { Join(); }
  BodyDecoder(const BodyDecoder&) = delete;
  BodyDecoder& operator=(const BodyDecoder&) = delete;

  /// By these rules from the next body on; to be called before the first.
  void Use(const std::shared_ptr<CodeTable>& codes,
           const std::shared_ptr<const rulebook::Timeline>& rulebooks,
           const std::shared_ptr<const intake::NationalMapping>& national);

  static bool IsSmall(const std::string& body) { return body.size() <= kSmall; }
  /// See BatchDecoder::Decode. Of any size, at once.
  intake::DecodedBatch DecodeHere(std::string body, intake::BatchForm form);
  /// The same; a large one elsewhere.
  boost::asio::awaitable<intake::DecodedBatch> Decode(std::string body, intake::BatchForm form);

  /// A message of the national interface; see NationalDecoder::Decode. A large one elsewhere.
  boost::asio::awaitable<intake::DecodedNational> DecodeNational(std::string message,
                                                                 std::string service);

  /// Waits for what is being decoded. Nothing may be decoded afterwards.
  void Join() { pool_.join(); }

 private:
  using Decoder = intake::BatchDecoder;
  static boost::asio::awaitable<intake::DecodedBatch> OnPool(std::shared_ptr<Decoder> decoder,
                                                             std::string body,
                                                             intake::BatchForm form, Instant now);

  using National = intake::NationalDecoder;
  static boost::asio::awaitable<intake::DecodedNational> NationalOnPool(
      std::shared_ptr<National> decoder, std::string message, std::string service, Instant now);

  const Clock& clock_;
  intake::BatchOptions options_;
  std::string national_source_;
  std::shared_ptr<Decoder> here_;
  std::shared_ptr<Decoder> there_;  // of the pool's thread
  std::shared_ptr<National> national_here_;
  std::shared_ptr<National> national_there_;
  boost::asio::thread_pool pool_{1};
};

}  // namespace dunghan::live
