#include "live/body_decoder.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace dunghan::live {

namespace asio = boost::asio;
using intake::DecodedBatch;
using intake::EventBody;

void BodyDecoder::Use(const std::shared_ptr<CodeTable>& codes,
                      const std::shared_ptr<const rulebook::Timeline>& rulebooks,
                      const std::shared_ptr<const intake::NationalMapping>& national) {
  here_ = std::make_shared<Decoder>(codes, rulebooks, options_);
  // The one before goes when the last body handed to it is done.
  there_ = std::make_shared<Decoder>(codes, rulebooks, options_);
  auto options = options_;
  options.default_source = national_source_;
  national_here_ = std::make_shared<National>(national, codes, rulebooks, options);
  national_there_ = std::make_shared<National>(national, codes, rulebooks, options);
}

DecodedBatch BodyDecoder::DecodeHere(EventBody body) {
  return here_->Decode(std::move(body), clock_.Now());
}

asio::awaitable<DecodedBatch> BodyDecoder::Decode(EventBody body) {
  if (IsSmall(body)) co_return DecodeHere(std::move(body));
  auto decoding = OnPool(there_, std::move(body), clock_.Now());
  co_return co_await asio::co_spawn(pool_, std::move(decoding), asio::use_awaitable);
}

asio::awaitable<DecodedBatch> BodyDecoder::OnPool(std::shared_ptr<Decoder> decoder, EventBody body,
                                                  Instant now) {
  co_return decoder->Decode(std::move(body), now);
}

asio::awaitable<intake::DecodedNational> BodyDecoder::DecodeNational(EventBody message,
                                                                     std::string service) {
  if (IsSmall(message)) co_return national_here_->Decode(std::move(message), service, clock_.Now());
  auto decoding =
      NationalOnPool(national_there_, std::move(message), std::move(service), clock_.Now());
  co_return co_await asio::co_spawn(pool_, std::move(decoding), asio::use_awaitable);
}

asio::awaitable<intake::DecodedNational> BodyDecoder::NationalOnPool(
    std::shared_ptr<National> decoder, EventBody message, std::string service, Instant now) {
  co_return decoder->Decode(std::move(message), service, now);
}

}  // namespace dunghan::live
