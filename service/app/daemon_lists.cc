#include "daemon_lists.h"

#include <algorithm>
#include <utility>

#include "daemon_setup.h"

namespace dunghan::app {
namespace {

using boost::asio::awaitable;

awaitable<Result<live::Committed>> SubmitCounted(live::CommitQueue& queue,
                                                 metrics::DaemonMetrics& metrics,
                                                 std::vector<ledger::Item> items,
                                                 live::ItemFeed::Stop stop) {
  // What is counted is taken before the writer gets them.
  const auto notes = metrics.NotesOf(items);
  auto submitting = live::SubmitWithRoom(queue, std::move(items), std::move(stop));
  auto committed = co_await std::move(submitting);
  if (committed) metrics.Committed(notes, committed->items);
  co_return committed;
}

}  // namespace

live::ItemFeed::Submit CountedSubmit(live::CommitQueue& queue, metrics::DaemonMetrics& metrics) {
  return [&queue, &metrics](std::vector<ledger::Item> items, live::ItemFeed::Stop stop) {
    return SubmitCounted(queue, metrics, std::move(items), std::move(stop));
  };
}

live::ListOptions ListOptionsFor(const Settings& settings, const CodeTable& codes,
                                 const ListMappings& mappings) {
  constexpr int64_t kGroup = 1'000;
  auto batch = BatchOptionsFor(settings, codes);
  // So that there is room for it while others wait as well.
  const int64_t part = std::max<int64_t>(settings.server.max_waiting_events / 4, 1);
  return {.mappings = mappings.mappings,
          .sources = std::move(batch.sources),
          .most_texts = batch.max_texts,
          .group = static_cast<size_t>(std::min(kGroup, part))};
}

std::unique_ptr<spool::Spool> MakeSpool(const Settings& settings, const ListMappings& mappings,
                                        std::shared_ptr<const intake::NationalMapping> national,
                                        boost::asio::io_context& io, const live::ListIntake& intake,
                                        metrics::DaemonMetrics& metrics, Log& log) {
  const SpoolSettings& set = settings.spool;
  if (!set.folder) return nullptr;
  spool::SpoolOptions options{.folder = *set.folder,
                              .keep = set.keep,
                              .settle = set.settle,
                              .sweep = set.sweep,
                              .source = set.source,
                              .mapping = mappings.spooled,
                              .most_whole = settings.server.max_body,
                              .most_items = static_cast<size_t>(settings.server.max_waiting_events),
                              .national = std::move(national)};
  spool::SpoolParts parts{
      .io = io, .intake = intake, .log = log, .told = [&metrics](spool::Outcome outcome) {
        metrics.Spooled(outcome == spool::Outcome::kTaken);
      }};
  return std::make_unique<spool::Spool>(std::move(options), std::move(parts));
}

}  // namespace dunghan::app
