#include "daemon_jobs.h"

#include <functional>
#include <memory>
#include <utility>

#include "app/token_acts.h"
#include "app/witness.h"
#include "daemon_setup.h"
#include "jobs/purge.h"
#include "report_job.h"

namespace dunghan::app {
namespace {

using boost::asio::awaitable;

jobs::OnWriter WriterOf(live::CommitQueue& queue) {
  return [&queue](std::function<void(ledger::Ledger&)> run) {
    return queue.Await(
        [run = std::move(run)](std::unique_ptr<ledger::Ledger>& ledger) { run(*ledger); });
  };
}

/// What was noted is in the note: nothing for the log.
awaitable<Result<std::string>> NoteHead(std::shared_ptr<Witness> witness, JobParts parts) {
  auto note = [witness = std::move(witness), head = parts.head,
               at = parts.in_force.zone().Format(parts.workspace.clock().Now())] {
    return witness->Note(head, at);
  };
  const auto noted = co_await parts.chores.Run(std::move(note));
  if (!noted) co_return noted.error();
  co_return std::string();
}

/// What comes of it, BoardLoader says.
awaitable<Result<std::string>> LoadAnew(JobParts parts) {
  parts.loader.Ask();
  co_return std::string();
}

/// "witness": the head of the chain, noted outside the ledger.
jobs::Job WitnessJob(const LedgerSettings& settings, const JobParts& parts) {
  return {.name = "witness",
          .schedule = jobs::Every{settings.witness_every},
          .work = [witness = std::make_shared<Witness>(*settings.witness),
                   parts](const std::stop_token&) { return NoteHead(witness, parts); }};
}

/// "board": every night the board in use is held against one that is loaded anew.
jobs::Job BoardJob(const JobParts& parts) {
  return {.name = "board",
          .schedule = jobs::Daily{std::chrono::hours{3}},
          .work = [parts](const std::stop_token&) { return LoadAnew(parts); }};
}

awaitable<Result<std::string>> TellDaily(JobParts parts) {
  TellCertificate(*parts.tls, parts.log);
  co_return std::string();
}

/// "certificate": every morning until when the one in use is good, so that its end is no surprise.
jobs::Job CertificateJob(const JobParts& parts) {
  return {.name = "certificate",
          .schedule = jobs::Daily{std::chrono::hours{7}},
          .work = [parts](const std::stop_token&) { return TellDaily(parts); }};
}

using NotedTokens = std::optional<Result<std::optional<ledger::Position>>>;

live::CommitQueue::Job NoteTokensJob(const JobParts& parts, std::shared_ptr<NotedTokens> outcome) {
  return [tokens = parts.tokens, &loader = parts.loader,
          outcome = std::move(outcome)](std::unique_ptr<ledger::Ledger>& ledger) {
    *outcome = NoteTokens(tokens, *ledger);
    if (!**outcome || !***outcome) return;
    ledger::Appended told;
    told.position = ****outcome;
    loader.Tell(std::move(told));
  };
}

/// A file that was looked at already says nothing new.
awaitable<Result<std::string>> NoteNewTokens(std::shared_ptr<std::optional<FileLooks>> seen,
                                             JobParts parts) {
  const auto looks = LooksOf(parts.tokens);
  if (*seen == looks) co_return std::string();
  const auto outcome = std::make_shared<NotedTokens>();
  auto job = NoteTokensJob(parts, outcome);
  const auto ran = co_await parts.queue.Await(std::move(job));
  if (!ran) co_return ran.error();
  if (!**outcome) co_return (**outcome).error();
  *seen = looks;
  co_return std::string();
}

/// "tokens": what was made and revoked goes on record.
jobs::Job TokensJob(const JobParts& parts) {
  return {.name = "tokens",
          .schedule = jobs::Every{std::chrono::minutes{1}},
          .work = [seen = std::make_shared<std::optional<FileLooks>>(),
                   parts](const std::stop_token&) { return NoteNewTokens(seen, parts); }};
}

}  // namespace

void AddJobs(jobs::Jobs& jobs, const JobParts& parts) {
  const LedgerSettings& settings = parts.workspace.settings().ledger;
  jobs.Add(jobs::PurgeJob(WriterOf(parts.queue)));
  jobs.Add(BoardJob(parts));
  jobs.Add(TokensJob(parts));
  if (parts.workspace.settings().reports.schedule != ReportSchedule::kOff) {
    jobs.Add(ReportJob(parts.frozen));
  }
  if (settings.witness) jobs.Add(WitnessJob(settings, parts));
  if (parts.tls) jobs.Add(CertificateJob(parts));
}

}  // namespace dunghan::app
