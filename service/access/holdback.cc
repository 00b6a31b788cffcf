#include "access/holdback.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <utility>

namespace dunghan::access {
namespace {

Refusal TooMany(std::chrono::milliseconds wait) {
  return {.status = 429,
          .reason = "too many wrong tokens and names are being answered at this moment",
          .again_after = std::chrono::ceil<std::chrono::seconds>(wait)};
}

}  // namespace

boost::asio::awaitable<Refusal> Holdback::Wait(Refusal refusal) {
  if (!refusal.failed) co_return refusal;
  const auto wait = failures_.Add(*refusal.failed, std::chrono::steady_clock::now());
  if (wait.count() == 0 || is_closed_) co_return refusal;
  if (waiting_.size() >= kMostWaiting) co_return TooMany(wait);
  boost::asio::steady_timer timer(io_, wait);
  waiting_.insert(&timer);
  co_await timer.async_wait(boost::asio::as_tuple(boost::asio::deferred));
  waiting_.erase(&timer);
  co_return refusal;
}

void Holdback::Close() {
  is_closed_ = true;
  for (auto* timer : waiting_) timer->cancel();
}

}  // namespace dunghan::access
