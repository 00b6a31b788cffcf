#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dunghan/ledger/outcomes.h"
#include "intake/list_reader.h"
#include "live/commit_queue.h"

namespace dunghan::live {

/// Why an item was quarantined.
struct ItemProblem {
  int64_t place = 0;  ///< its row, or its line
  std::string field;  ///< empty: the item as a whole
  std::string reason;
};

/// What became of items that were fed.
struct Fed {
  ledger::OutcomeCounts totals;  ///< of those that are durable
  int64_t looked_at = 0;         ///< items that could be used and went nowhere
  std::vector<ItemProblem> problems;
  intake::WarningList warnings;  ///< `index` is the place
  std::optional<Error> error;    ///< why not all of them are durable
};

struct FeedOptions {
  size_t group = 1'000;          ///< the most items handed over at once
  size_t most_problems = 1'000;  ///< so many are told of, the others counted
  /// Shown each item that goes nowhere, with its place.
  std::function<void(const ledger::Item& item, int64_t place)> see = {};
};

/// Items on their way into the commit queue from a thread that reads them and may wait. Two groups
/// go round: one is filled while the other becomes durable, so that memory is bounded by two. One
/// thread at a time, which is not the I/O thread.
class ItemFeed final : public intake::ItemTaker {
 public:
  /// Asked from any thread; true: nobody waits for it any more.
  using Stop = std::function<bool()>;
  /// Called on the I/O thread: as CommitQueue::Submit, but for waiting until there is room.
  using Submit = std::function<boost::asio::awaitable<Result<Committed>>(
      std::vector<ledger::Item> items, Stop stop)>;

  /// Without `submit` items are looked at, and go nowhere.
  ItemFeed(boost::asio::io_context& io, Submit submit, Stop stop, FeedOptions options = {});
  ~ItemFeed() override;

  ledger::Item& Room() override;
  void Odd(intake::Oddities odd, const intake::Place& place,
           const std::function<std::string(intake::Oddity)>& value_of) override;
  bool Take(const intake::Place& place) override;

  /// Hands over what is left and waits for it. To be called once; nothing may be taken afterwards.
  Fed Finish();

 private:
  struct Flight;
  void HandOver();
  void Land();
  void Settle(std::vector<ledger::ItemOutcome> outcomes);
  void LookAt();

  boost::asio::io_context& io_;
  Submit submit_;
  Stop stop_;
  FeedOptions options_;
  std::vector<ledger::Item> items_;  // of the group that is filled
  std::vector<int64_t> places_;
  std::shared_ptr<Flight> flight_;  // the group that is on its way; null: none is
  std::vector<int64_t> flight_places_;
  std::vector<ItemProblem> flight_rejects_;
  Fed fed_;
};

/// As CommitQueue::Submit, on the I/O thread, but that it waits while half of what may wait is
/// waiting: who sends a little shall find room beside who sends a lot.
boost::asio::awaitable<Result<Committed>> SubmitWithRoom(CommitQueue& queue,
                                                         std::vector<ledger::Item> items,
                                                         ItemFeed::Stop stop);

}  // namespace dunghan::live
