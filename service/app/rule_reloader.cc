#include "rule_reloader.h"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "dunghan/base/digest.h"

namespace dunghan::app {

namespace asio = boost::asio;
using asio::awaitable;

awaitable<void> RuleReloader::Reload() {
  if (is_closed_) co_return;
  auto read = [read = parts_.read] { return Result<LoadedRules>(read()); };
  const auto loaded = co_await parts_.chores.Run(std::move(read));
  if (is_closed_) co_return;
  if (!loaded) co_return Refuse(loaded.error());
  if (const Rules* rules = Consider(*loaded)) co_await Apply(*rules);
}

const Rules* RuleReloader::Consider(const LoadedRules& loaded) {
  for (const Problem& problem : loaded.problems) {
    parts_.log.Warning("rulebook.problem", {{"problem", ToString(problem)}});
  }
  const std::string in_force = ToHex(parts_.in_force.rules().rulebook->digest());
  if (!loaded.rules) {
    parts_.metrics.RulebookRefused();
    parts_.log.Error("rulebook.refused", {{"in_force", in_force}});
    return nullptr;
  }
  if (SameRules(*loaded.rules, parts_.in_force.rules())) {
    parts_.metrics.RulebookUnchanged();
    parts_.log.Info("rulebook.unchanged", {{"digest", in_force}});
    return nullptr;
  }
  return &*loaded.rules;
}

/// On the writer's thread, between two commits: what comes meanwhile waits.
awaitable<void> RuleReloader::Apply(Rules rules) {
  parts_.log.Info("rulebook.applying", {{"digest", ToHex(rules.rulebook->digest())}});
  const auto outcome = std::make_shared<Result<void>>();
  auto job = ApplyJob(std::move(rules), outcome);
  const auto ran = co_await parts_.queue.Await(std::move(job));
  if (!ran) co_return Refuse(ran.error());
  if (!*outcome) Refuse(outcome->error());
}

live::CommitQueue::Job RuleReloader::ApplyJob(Rules rules, std::shared_ptr<Result<void>> outcome) {
  return [this, rules = std::move(rules),
          outcome = std::move(outcome)](std::unique_ptr<ledger::Ledger>& ledger) {
    const auto applied =
        ApplyRulebook(*ledger, {rules.rulebook, {}, OperatorName(), {}}, parts_.codes);
    if (applied) {
      PutInForce(*ledger, rules, *applied);
    } else {
      *outcome = applied.error();
    }
  };
}

void RuleReloader::PutInForce(ledger::Ledger& ledger, const Rules& rules,
                              const RulesApplied& applied) {
  // In the job that applies them: no commit comes between the rules and the board that goes by
  // them.
  auto loaded = parts_.loader.LoadFrom(ledger, rules);
  asio::post(parts_.io, [this, loaded = std::move(loaded), rules, said = Describe(applied),
                         heard = applied.heard, timeline = ledger.timeline()] {
    // Before the board: the loader lets go of one that is not of the rules in force.
    parts_.in_force.Take(rules, timeline);
    parts_.loader.Take(*loaded);
    parts_.loader.Heard(heard);
    parts_.log.Info("rulebook.in_force", {{"what", said}});
  });
}

/// The rulebook stays as it was.
void RuleReloader::Refuse(const Error& error) {
  parts_.metrics.RulebookRefused();
  parts_.log.Error("rulebook.refused",
                   {{"reason", error.for_client},
                    {"cause", error.for_log},
                    {"in_force", ToHex(parts_.in_force.rules().rulebook->digest())}});
}

}  // namespace dunghan::app
