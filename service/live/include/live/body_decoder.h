#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>

#include "dunghan/base/clock.h"
#include "intake/batch_decoder.h"
#include "intake/event_body.h"
#include "intake/national_decoder.h"

namespace dunghan::live {

/// Bodies of events into items, so that whoever sends large ones keeps nobody waiting: small ones
/// are decoded where they arrive, large and packed ones one after the other on a thread of their
/// own, so that no two are unpacked at a time, and what is refused there has taken no more memory
/// than its limits allow. On the I/O thread alone.
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

  /// How much a packed one holds is known when it is unpacked.
  static bool IsSmall(const intake::EventBody& body) {
    return body.packing == intake::Packing::kNone && body.bytes.size() <= kSmall;
  }
  /// See BatchDecoder::Decode. Of any size, at once.
  intake::DecodedBatch DecodeHere(intake::EventBody body);
  /// The same; what is not small elsewhere.
  boost::asio::awaitable<intake::DecodedBatch> Decode(intake::EventBody body);

  /// A message of the national interface; see NationalDecoder::Decode. A large one elsewhere.
  boost::asio::awaitable<intake::DecodedNational> DecodeNational(intake::EventBody message,
                                                                 std::string service);

  /// Waits for what is being decoded. Nothing may be decoded afterwards.
  void Join() { pool_.join(); }

 private:
  using Decoder = intake::BatchDecoder;
  static boost::asio::awaitable<intake::DecodedBatch> OnPool(std::shared_ptr<Decoder> decoder,
                                                             intake::EventBody body, Instant now);

  using National = intake::NationalDecoder;
  static boost::asio::awaitable<intake::DecodedNational> NationalOnPool(
      std::shared_ptr<National> decoder, intake::EventBody message, std::string service,
      Instant now);

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
