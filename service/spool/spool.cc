#include "spool/spool.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/post.hpp>
#include <map>
#include <optional>
#include <thread>
#include <utility>

#include "folder.h"
#include "reading.h"
#include "settling.h"
#include "spool/report_table.h"
#include "watch.h"

namespace dunghan::spool {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

// A file that was refused holds what somebody has to look at, and names of applicants as well.
constexpr milliseconds kKeepRefused{std::chrono::days{7}};
// Reports hold no names; without an end they would fill the drive.
constexpr milliseconds kKeepReports{std::chrono::days{90}};

std::string ReportText(const FileReport& report) {
  std::string text = kFileReportTable.ToText(report);
  text += '\n';
  return text;
}

}  // namespace

class Spool::Worker {
 public:
  Worker(SpoolOptions options, SpoolParts parts)
      : options_(std::move(options)),
        parts_(std::move(parts)),
        folder_(options_.folder),
        settling_(options_.settle) {}
  ~Worker() {
    Close();
    Join();
  }

  void Start() {
    thread_ = std::thread([this] { Run(); });
  }
  void Close() {
    is_closed_ = true;
    watch_.Wake();
  }
  void Join() {
    if (thread_.joinable()) thread_.join();
  }

 private:
  void Run();
  Result<void> Look();
  Result<void> TakeDropped();
  Result<void> Work(const Claim& claim);
  static bool HoldsUpAll(const Error& error);
  Result<void> Put(const Claim& claim, PutAway where) const;
  void Tell(const Claim& claim, const FileReport& report, const std::string& file);
  void TellTrouble(const Result<void>& looked);
  void Expire();
  milliseconds Pause() const;
  std::string StampNow() const;
  PutAway IfTaken() const {
    return options_.keep.count() > 0 ? PutAway::kTaken : PutAway::kNowhere;
  }

  SpoolOptions options_;
  SpoolParts parts_;
  SpoolFolder folder_;
  Settling settling_;
  Watch watch_;
  std::atomic<bool> is_closed_ = false;
  bool is_tidy_ = false;
  std::string trouble_;
  std::map<std::string, FileReport> done_;  // by stamp: read, and not yet reported
  Steady::time_point expired_{};
  std::thread thread_;
};

void Spool::Worker::Run() {
  while (!is_closed_) {
    TellTrouble(Look());
    if (!is_closed_) watch_.Wait(Pause());
  }
}

Result<void> Spool::Worker::Look() {
  watch_.Follow(options_.folder);
  if (auto prepared = folder_.Prepare(); !prepared) return prepared;
  if (!std::exchange(is_tidy_, true)) folder_.Tidy();
  // What was begun comes first: left from before the start, or from a try that went wrong.
  Result<void> trouble;
  for (const Claim& claim : folder_.Claims()) {
    if (is_closed_) return {};
    auto worked = Work(claim);
    if (!worked && HoldsUpAll(worked.error())) return worked;
    if (!worked) trouble = worked;
  }
  auto taken = TakeDropped();
  Expire();
  return taken ? trouble : taken;
}

Result<void> Spool::Worker::TakeDropped() {
  const auto files = folder_.List();
  if (!files) return files.error();
  for (const SeenFile& file : settling_.See(*files, Steady::now())) {
    if (is_closed_) return {};
    const auto claim = folder_.Take(file.name, StampNow());
    if (!claim) return claim.error();
    if (!*claim) continue;
    if (auto worked = Work(**claim); !worked) return worked;
  }
  return {};
}

/// What is wrong with one file alone holds up no other.
bool Spool::Worker::HoldsUpAll(const Error& error) { return error.code != ErrorCode::kConflict; }

Result<void> Spool::Worker::Put(const Claim& claim, PutAway where) const {
  const auto put = folder_.Put(claim, where);
  if (put) return {};
  return Conflict(put.error().for_client);
}

/// Whatever of it is still to be done.
Result<void> Spool::Worker::Work(const Claim& claim) {
  if (const auto where = folder_.Reported(claim, IfTaken())) return Put(claim, *where);
  auto done = done_.find(claim.stamp);
  if (done == done_.end()) {
    auto read = ReadSpooled(claim, parts_.intake, options_, [this] { return is_closed_.load(); });
    if (read.is_changed) return Conflict(claim.name + ": somebody writes to it still");
    if (!read.again.empty()) return Unavailable(claim.name + ": " + read.again);
    done = done_.emplace(claim.stamp, std::move(read.report)).first;
  }
  const auto file = folder_.Report(claim, ReportText(done->second));
  if (!file) return file.error();
  Tell(claim, done->second, *file);
  const PutAway where = done->second.is_taken() ? IfTaken() : PutAway::kRefused;
  done_.erase(done);
  return Put(claim, where);
}

void Spool::Worker::Tell(const Claim& claim, const FileReport& report, const std::string& file) {
  const auto& totals = report.fed.totals;
  const Outcome outcome = report.is_taken() ? Outcome::kTaken : Outcome::kRefused;
  if (report.is_taken()) {
    parts_.log.Info("spool.taken", {{"file", claim.name},
                                    {"stored", std::to_string(totals.stored)},
                                    {"duplicate", std::to_string(totals.duplicate)},
                                    {"quarantined", std::to_string(totals.quarantined)},
                                    {"report", file}});
  } else {
    parts_.log.Warning("spool.refused", {{"file", claim.name},
                                         {"reason", report.reason},
                                         {"stored", std::to_string(totals.stored)},
                                         {"report", file}});
  }
  boost::asio::post(parts_.io, [told = parts_.told, outcome] { told(outcome); });
}

/// When it begins, and when it is over; not with every try.
void Spool::Worker::TellTrouble(const Result<void>& looked) {
  if (is_closed_) return;
  const std::string trouble = looked ? "" : looked.error().for_client;
  if (trouble == trouble_) return;
  if (!trouble.empty()) {
    parts_.log.Error("spool.stuck", {{"reason", trouble}, {"folder", options_.folder.string()}});
  } else {
    parts_.log.Info("spool.goes_on", {{"folder", options_.folder.string()}});
  }
  trouble_ = trouble;
}

void Spool::Worker::Expire() {
  const auto now = Steady::now();
  if (now - expired_ < options_.sweep) return;
  expired_ = now;
  const int64_t removed = folder_.Expire(options_.keep, kKeepRefused, kKeepReports);
  if (removed > 0) parts_.log.Info("spool.expired", {{"files", std::to_string(removed)}});
}

/// Until the next file may be complete, or it is time to look whatever nobody has told of.
milliseconds Spool::Worker::Pause() const {
  constexpr milliseconds kLeast{10};
  milliseconds pause = options_.sweep;
  // What stands in the way of all is looked at again with the next sweep.
  if (const auto next = settling_.next(); next && trouble_.empty()) {
    pause = std::min(pause, std::chrono::ceil<milliseconds>(*next - Steady::now()));
  }
  return std::max(pause, kLeast);
}

/// "20210630T120000" by the calendar's clock.
std::string Spool::Worker::StampNow() const {
  const auto rules = parts_.intake.RulesFor("");
  const auto& zone = rules.rulebooks->newest().default_calendar().zone();
  std::string stamp = zone.Format(parts_.intake.clock().Now()).substr(0, 19);
  std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
  return stamp;
}

Spool::Spool(SpoolOptions options, SpoolParts parts)
    : worker_(std::make_unique<Worker>(std::move(options), std::move(parts))) {}
Spool::~Spool() = default;

void Spool::Start() { worker_->Start(); }
void Spool::Close() { worker_->Close(); }
void Spool::Join() { worker_->Join(); }

}  // namespace dunghan::spool
