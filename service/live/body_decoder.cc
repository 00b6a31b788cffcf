#include "live/body_decoder.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace dunghan::live {

namespace asio = boost::asio;
using intake::BatchForm;
using intake::DecodedBatch;

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

DecodedBatch BodyDecoder::DecodeHere(std::string body, BatchForm form) {
  return here_->Decode(std::move(body), form, clock_.Now());
}

asio::awaitable<DecodedBatch> BodyDecoder::Decode(std::string body, BatchForm form) {
  if (IsSmall(body)) co_return DecodeHere(std::move(body), form);
  auto decoding = OnPool(there_, std::move(body), form, clock_.Now());
  co_return co_await asio::co_spawn(pool_, std::move(decoding), asio::use_awaitable);
}

asio::awaitable<DecodedBatch> BodyDecoder::OnPool(std::shared_ptr<Decoder> decoder,
                                                  std::string body, BatchForm form, Instant now) {
  co_return decoder->Decode(std::move(body), form, now);
}

asio::awaitable<intake::DecodedNational> BodyDecoder::DecodeNational(std::string message,
                                                                     std::string service) {
  if (IsSmall(message)) co_return national_here_->Decode(message, service, clock_.Now());
  auto decoding =
      NationalOnPool(national_there_, std::move(message), std::move(service), clock_.Now());
  co_return co_await asio::co_spawn(pool_, std::move(decoding), asio::use_awaitable);
}

asio::awaitable<intake::DecodedNational> BodyDecoder::NationalOnPool(
    std::shared_ptr<National> decoder, std::string message, std::string service, Instant now) {
  co_return decoder->Decode(message, service, now);
}

}  // namespace dunghan::live
