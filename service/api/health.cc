#include <utility>

#include "api/resources.h"
#include "live_state_table.h"
#include "parameters.h"

/// GET /healthz: the process answers. GET /readyz: it can take in events, and if not, why. Both
/// wait for no other thread: the I/O thread itself, which works in pieces, is what they tell of.
namespace dunghan::api {
namespace {

using boost::asio::awaitable;

// A write that takes longer than this is stuck, however slow the disk.
constexpr std::chrono::seconds kStuck{10};

awaitable<http::Response> GetHealth(Call) { co_return Text("text/plain; charset=utf-8", "ok\n"); }

http::Response ReadyAnswer(const Services& services) {
  const Readiness readiness = ReadinessOf(services);
  const std::string clock = readiness.clock.Trouble();
  const Ready ready{readiness.ready(),
                    {.ledger = readiness.ready() ? std::string_view("ok") : readiness.text,
                     .clock = clock.empty() ? std::string_view("ok") : clock}};
  auto response = Json(kReadyTable.ToText(ready) + "\n");
  if (!readiness.ready()) {
    response.status = 503;
    response.headers.emplace_back("Retry-After", "1");
  }
  return response;
}

awaitable<http::Response> GetReady(Services& services, Call) { co_return ReadyAnswer(services); }

}  // namespace

std::string_view ToString(Trouble trouble) {
  switch (trouble) {
    case Trouble::kNone:
      return "ok";
    case Trouble::kStopping:
      return "stopping";
    case Trouble::kCannotWrite:
      return "cannot_write";
    case Trouble::kStuck:
      return "stuck";
  }
  return "";
}

Readiness ReadinessOf(const Services& services) {
  Readiness readiness;
  if (services.clock_state) readiness.clock = services.clock_state();
  const live::WriterHealth health = services.queue.health();
  if (services.board.closed()) {
    readiness.trouble = Trouble::kStopping;
    readiness.text = "the daemon is stopping";
  } else if (health.failure) {
    readiness.trouble = Trouble::kCannotWrite;
    readiness.text = "the ledger cannot be written: " + health.failure->for_client;
  } else if (health.busy > kStuck) {
    readiness.trouble = Trouble::kStuck;
    readiness.seconds = WholeSeconds(health.busy);
    readiness.text = fmt::format("a write has taken {} s so far", readiness.seconds);
  }
  return readiness;
}

std::string ClockState::Trouble() const {
  if (jump.count() > 0) {
    return fmt::format(
        "the machine's clock has jumped {} s ahead of the time since the machine was started, and "
        "is not believed",
        WholeSeconds(jump));
  }
  // Less than a second is what keeping a clock right takes.
  if (WholeSeconds(ledger_ahead) == 0) return {};
  return fmt::format("the newest entry of the ledger lies {} s in the future of this clock",
                     WholeSeconds(ledger_ahead));
}

void AddHealth(Router& router, Services& services) {
  router.Add(http::Method::kGet, "/healthz", access::Permit::Anybody().Always(),
             [](Call call) { return GetHealth(std::move(call)); });
  router.Add(http::Method::kGet, "/readyz", access::Permit::Anybody().Always(),
             [&services](Call call) { return GetReady(services, std::move(call)); });
}

}  // namespace dunghan::api
