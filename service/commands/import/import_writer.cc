#include "import/import_writer.h"

#include <span>
#include <utility>

namespace dunghan::commands {
namespace {

constexpr size_t kProblemsKept = 10;

}  // namespace

ImportWriter::ImportWriter(ledger::Ledger& ledger, size_t group_size, Acknowledge acknowledge)
    : ledger_(ledger), acknowledge_(std::move(acknowledge)) {
  for (auto& group : groups_) group.items.resize(group_size);
  thread_ = std::thread([this] { Run(); });
}

ImportWriter::~ImportWriter() { Finish(); }

void ImportWriter::Submit() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return submitted_ == nullptr; });
  submitted_ = &groups_[filling_];
  changed_.notify_all();
  // One is filled while the other is committed.
  filling_ = 1 - filling_;
  groups_[filling_].count = 0;
}

ImportWriter::Report ImportWriter::Finish() {
  if (thread_.joinable()) {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  return report_;
}

ImportTotals ImportWriter::totals() const {
  const std::lock_guard lock(mutex_);
  return report_.totals;
}

void ImportWriter::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return submitted_ != nullptr || closed_; });
    if (submitted_ == nullptr) return;
    ImportGroup& group = *submitted_;
    lock.unlock();
    Commit(group);
    lock.lock();
    submitted_ = nullptr;
    changed_.notify_all();
  }
}

namespace {

/// Why an item was quarantined, without what it held. Of an event beyond a bound the place is not
/// known any more; its dossier is.
ledger::Reject ProblemOf(const ledger::Item& item, const ledger::ItemOutcome& outcome) {
  ledger::Reject problem;
  if (const auto* reject = std::get_if<ledger::Reject>(&item.content)) {
    problem.source = reject->source;
    problem.place = reject->place;
    problem.field = reject->field;
    problem.reason = reject->reason;
    return problem;
  }
  const auto& event = std::get<dossier::Event>(item.content);
  const auto fault = ledger::Describe(outcome.bound);
  problem.source = event.source.text();
  problem.place = event.dossier;
  problem.field = fault.field;
  problem.reason = fault.reason;
  return problem;
}

}  // namespace

void ImportWriter::Commit(ImportGroup& group) {
  if (failed()) return;
  const auto appended = ledger_.Append(std::span(group.items).first(group.count));
  ImportTotals totals;
  {
    const std::lock_guard lock(mutex_);
    if (!appended) {
      report_.error = appended.error();
      failed_ = true;
      return;
    }
    for (size_t i = 0; i < group.count; ++i) {
      report_.totals.Add(appended->items[i].outcome);
      const auto odd = intake::OdditiesOf(appended->items[i]);
      if (!odd.empty()) report_.warnings.Add(odd);
      if (appended->items[i].outcome != ledger::Outcome::kQuarantined) continue;
      if (report_.problems.size() < kProblemsKept) {
        report_.problems.push_back(ProblemOf(group.items[i], appended->items[i]));
      }
    }
    report_.file = group.file;
    report_.offset = group.offset;
    totals = report_.totals;
  }
  acknowledge_(totals);
}

}  // namespace dunghan::commands
