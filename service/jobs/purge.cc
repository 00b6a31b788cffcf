#include "jobs/purge.h"

#include <fmt/format.h>

#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <optional>
#include <utility>

namespace dunghan::jobs {
namespace {

using boost::asio::awaitable;

// Nobody waits for the ledger then.
constexpr std::chrono::minutes kAt{30};

using Outcome = std::shared_ptr<std::optional<Result<ledger::Purged>>>;

std::function<void(ledger::Ledger&)> PieceInto(Outcome outcome) {
  return [outcome = std::move(outcome)](ledger::Ledger& ledger) { *outcome = ledger.Purge(); };
}

std::string Describe(const ledger::Purged& all) {
  if (all.days == 0 && all.entries == 0) return {};
  return fmt::format("removed: days of unparsed bytes {}, settled entries of quarantine {}",
                     all.days, all.entries);
}

awaitable<Result<std::string>> Purge(OnWriter on_writer, std::stop_token stop) {
  ledger::Purged all;
  for (bool more = true; more && !stop.stop_requested();) {
    const auto outcome = std::make_shared<std::optional<Result<ledger::Purged>>>();
    auto piece = PieceInto(outcome);
    // Piece by piece: what waits to be committed gets its turn in between.
    const auto ran = co_await on_writer(std::move(piece));
    if (!ran) co_return ran.error();
    const auto& purged = **outcome;
    if (!purged) co_return purged.error();
    all.days += purged->days;
    all.entries += purged->entries;
    more = purged->entries > 0;
  }
  co_return Describe(all);
}

}  // namespace

Job PurgeJob(OnWriter on_writer) {
  return {.name = "purge",
          .schedule = Daily{kAt},
          .work = [on_writer = std::move(on_writer)](std::stop_token stop) {
            return Purge(on_writer, std::move(stop));
          }};
}

}  // namespace dunghan::jobs
