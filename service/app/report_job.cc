#include "report_job.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/frozen_settings.h"
#include "dunghan/base/whole_file.h"
#include "frozen/schedule.h"

namespace dunghan::app {
namespace {

using boost::asio::awaitable;

// A closing that has passed is noticed so soon, and so often a silent source is asked after.
constexpr std::chrono::minutes kLookEvery{30};

frozen::Plan PlanOf(const Settings& settings, const figures::Policy& policy) {
  frozen::Plan plan{.month = policy.reporting_month, .after = settings.reports.after.amount};
  switch (settings.reports.schedule) {
    case ReportSchedule::kOff:
    case ReportSchedule::kMonthly:
      break;
    case ReportSchedule::kQuarterly:
      plan.every = frozen::Every::kQuarter;
      break;
    case ReportSchedule::kYearly:
      plan.every = frozen::Every::kYear;
      break;
  }
  return plan;
}

/// What a look came to.
struct Found {
  std::vector<frozen::Asked> ready;
  std::map<statement::FrozenIdentity, std::string> waiting;  ///< and for whom
  std::map<std::string, std::string> without_files;          ///< by id, and why
};

/// One look, with all that it needs; on the pool.
class ReportLook {
 public:
  ReportLook(const FrozenDesk& desk, const Settings& settings, Rules rules)
      : settings_(settings),
        policy_(std::move(rules.policy)),
        print_(std::move(rules.print)),
        open_(desk.Opener()),
        maker_(desk.Maker()),
        shelf_(desk.Shelf()) {}

  Result<Found> operator()() const {
    auto view = open_({});
    if (!view) return view.error();
    const auto begun = BeginningOf(**view);
    if (!begun) return begun.error();
    Found found;
    if (!*begun) return found;
    const auto periods =
        frozen::PeriodsDue(PlanOf(settings_, policy_), (*view)->rulebook().default_calendar(),
                           **begun, (*view)->position().at);
    if (!periods) return periods.error();
    const auto frozen = statement::FrozenIn(**view);
    if (!frozen) return frozen.error();
    for (const figures::Period& period : *periods) {
      for (const std::string& form : settings_.reports.forms) {
        report::FormRequest request;
        request.form = form;
        request.period = period;
        request.basis = policy_.basis;
        const auto identity = IdentityOf(request, print_);
        auto looked = Look(**view, identity, period, *frozen, found);
        if (!looked) return looked.error();
      }
    }
    return found;
  }

 private:
  /// When the first event was recorded; nothing: there is none.
  static Result<std::optional<Instant>> BeginningOf(ledger::View& view) {
    std::optional<Instant> begun;
    const auto read =
        view.ForEachEvent(ledger::EventOrder::kRecorded, [&](ledger::StoredEvent&& stored) {
          begun = stored.recorded_at;
          return false;
        });
    if (!read) return read.error();
    return begun;
  }

  Result<void> Look(ledger::View& view, const statement::FrozenIdentity& identity,
                    const figures::Period& period,
                    const std::vector<statement::FrozenOnRecord>& frozen, Found& found) const {
    bool is_frozen = false;
    for (const statement::FrozenOnRecord& one : frozen) {
      if (!(one.statement.identity == identity)) continue;
      is_frozen = true;
      // Whoever was killed on the way left its files laid ready. That some cannot be made any more
      // keeps nothing else from being frozen.
      const auto completed = frozen::Complete(one.statement, maker_, shelf_, open_);
      if (!completed) found.without_files.emplace(one.id, completed.error().for_client);
    }
    if (is_frozen) {
      RemoveProvisional(identity);
      return {};
    }
    frozen::Asked asked = AskedOf(settings_, identity);
    const auto incomplete = frozen::IncompleteOf(view, period, asked.sources);
    if (!incomplete) return incomplete.error();
    if (!incomplete->any()) {
      asked.actor = "dunghan";
      found.ready.push_back(std::move(asked));
      return {};
    }
    found.waiting.emplace(identity, incomplete->Text());
    return WriteProvisional(view, asked);
  }

  std::filesystem::path ProvisionalPathOf(const statement::FrozenIdentity& identity,
                                          const std::string& format) const {
    std::string name = fmt::format("provisional-{}-{}.{}", identity.period, identity.form, format);
    std::replace(name.begin(), name.end(), ':', '-');
    return shelf_.folder() / name;
  }

  Result<void> WriteProvisional(ledger::View& view, const frozen::Asked& asked) const {
    const auto made = maker_(view, asked.identity);
    if (!made) return made.error();
    std::error_code error;
    std::filesystem::create_directories(shelf_.folder(), error);
    for (const std::string& format : asked.formats) {
      const auto bytes = made->write(format, {});
      if (!bytes) return bytes.error();
      const auto path = ProvisionalPathOf(asked.identity, format);
      if (auto written = WriteWholeFile(path, *bytes); !written) return written;
    }
    return {};
  }

  void RemoveProvisional(const statement::FrozenIdentity& identity) const {
    std::error_code ignored;
    for (const std::string& format : frozen::Formats()) {
      std::filesystem::remove(ProvisionalPathOf(identity, format), ignored);
    }
  }

  const Settings& settings_;
  figures::Policy policy_;
  report::FormRules print_;
  frozen::ViewOpener open_;
  frozen::Maker maker_;
  frozen::Shelf shelf_;
};

/// What it remembers from one look to the next spares work, and decides nothing.
struct Memory {
  std::map<statement::FrozenIdentity, std::string> told;
  std::map<std::string, std::string> told_of_files;
};

/// Said once for each reason.
void TellWaiting(Log& log, const statement::FrozenIdentity& identity, const std::string& why,
                 Memory& memory) {
  if (std::exchange(memory.told[identity], why) == why) return;
  log.Warning("report.waiting",
              {{"form", identity.form}, {"period", identity.period}, {"reason", why}});
}

void TellWithoutFiles(Log& log, const Found& found, Memory& memory) {
  for (const auto& [id, why] : found.without_files) {
    if (std::exchange(memory.told_of_files[id], why) == why) continue;
    log.Warning("report.without_files", {{"id", id}, {"reason", why}});
  }
}

std::function<Result<Found>()> LookJob(const FrozenDesk& desk) {
  const FrozenDeskParts& parts = desk.parts();
  return ReportLook(desk, parts.workspace.settings(), parts.in_force.rules());
}

awaitable<Result<std::string>> WriteReports(std::shared_ptr<FrozenDesk> desk,
                                            std::shared_ptr<Memory> memory, std::stop_token stop) {
  auto look = LookJob(*desk);
  auto found = co_await desk->parts().chores.Run(std::move(look));
  if (!found) co_return found.error();
  TellWithoutFiles(desk->parts().log, *found, *memory);
  for (const auto& [identity, why] : found->waiting) {
    TellWaiting(desk->parts().log, identity, why, *memory);
  }
  std::string said;
  for (const frozen::Asked& asked : found->ready) {
    if (stop.stop_requested()) break;
    auto mine = asked;
    auto frozen = co_await desk->Freeze(std::move(mine));
    // Somebody else was faster.
    if (!frozen && frozen.error().code == ErrorCode::kConflict) continue;
    if (!frozen && frozen.error().code == ErrorCode::kInvalidArgument) {
      TellWaiting(desk->parts().log, asked.identity, frozen.error().for_client, *memory);
      continue;
    }
    if (!frozen) co_return frozen.error();
    if (!said.empty()) said += ", ";
    said += frozen->id;
  }
  co_return said;
}

}  // namespace

jobs::Job ReportJob(const std::shared_ptr<FrozenDesk>& desk) {
  return {.name = "reports",
          .schedule = jobs::Every{kLookEvery},
          .work = [desk, memory = std::make_shared<Memory>()](std::stop_token stop) {
            return WriteReports(desk, memory, std::move(stop));
          }};
}

}  // namespace dunghan::app
