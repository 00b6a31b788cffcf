#include "live/list_intake.h"

#include <fmt/format.h>

#include <utility>

#include "dunghan/base/text.h"

namespace dunghan::live {
namespace {

ListFault Fault(ListFault::Kind kind, std::string text) { return {kind, std::move(text)}; }

ListFault FaultOf(const Error& error, ListFault::Kind kind) {
  using Kind = ListFault::Kind;
  if (error.code == ErrorCode::kNotFound) kind = Kind::kAsked;
  if (error.code == ErrorCode::kUnavailable) kind = Kind::kEnded;
  return Fault(kind, error.for_client);
}

}  // namespace

ListIntake::ListIntake(boost::asio::io_context& io, const Clock& clock, ItemFeed::Submit submit,
                       ListOptions options)
    : io_(io), clock_(clock), submit_(std::move(submit)), options_(std::move(options)) {}

void ListIntake::Use(std::shared_ptr<CodeTable> codes,
                     std::shared_ptr<const rulebook::Timeline> rulebooks) {
  const std::lock_guard lock(mutex_);
  codes_ = std::move(codes);
  rulebooks_ = std::move(rulebooks);
}

intake::ListRules ListIntake::RulesFor(const std::string& source) const {
  const std::lock_guard lock(mutex_);
  return {.codes = codes_,
          .rulebooks = rulebooks_,
          .sources = options_.sources,
          .source = source.empty() ? std::string(intake::kDefaultSource) : source,
          .most_texts = options_.most_texts};
}

std::unique_ptr<ItemFeed> ListIntake::MakeFeed(ItemFeed::Stop stop) const {
  return std::make_unique<ItemFeed>(io_, submit_, std::move(stop),
                                    FeedOptions{.group = options_.group});
}

ListResult ListIntake::Take(const ListTask& task) const {
  using Kind = ListFault::Kind;
  auto rules = RulesFor(task.source);
  const auto zone = rules.rulebooks->newest().default_calendar().zone();
  intake::TableAsk ask{.mappings = &options_.mappings,
                       .mapping = task.mapping,
                       .zone = zone,
                       .now = clock_.Now(),
                       .say_taken = task.say_taken,
                       .say_mapping = task.say_mapping,
                       .stop = task.stop};
  if (!task.sheet.empty()) ask.sheet = task.sheet;
  if (!task.taken.empty()) {
    ask.taken = intake::ParseTaken(task.taken, zone);
    if (!ask.taken) {
      return Fault(Kind::kAsked, fmt::format("taken: expected a date or an instant, got {}",
                                             JsonQuote(task.taken)));
    }
  }
  auto workbook = task.open();
  if (!workbook) return FaultOf(workbook.error(), Kind::kNoList);
  intake::ListReader reader(std::move(rules));
  if (auto planned = reader.Plan(*workbook, ask); !planned) {
    return FaultOf(planned.error(), Kind::kUnusable);
  }
  ItemFeed feed(io_, task.dry_run ? nullptr : submit_, task.stop,
                {.group = options_.group, .see = task.see});
  auto read = reader.Read(*workbook, task.file, ask.now, feed);
  ListOutcome outcome{.list = {}, .fed = feed.Finish()};
  outcome.list = intake::ReportOf(reader, zone, task.names);
  if (!read && !outcome.fed.error) outcome.fed.error = read.error();
  return outcome;
}

}  // namespace dunghan::live
