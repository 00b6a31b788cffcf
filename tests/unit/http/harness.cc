#include "harness.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace dunghan::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kLookAgain{1};
constexpr seconds kPatience{2};

}  // namespace

struct TestServer::State {
  std::mutex mutex;
  std::vector<std::string> failures;
  std::vector<std::string> failed_requests;
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  std::optional<Server> server;
  std::thread thread;
};

TestServer::TestServer(Handler handler, ServerOptions options) : state_(std::make_unique<State>()) {
  options.on_failure = [state = state_.get()](std::string_view what, std::string_view request) {
    const std::lock_guard lock(state->mutex);
    state->failures.emplace_back(what);
    state->failed_requests.emplace_back(request);
  };
  state_->server.emplace(state_->io, std::move(options), std::move(handler));
  port_ = state_->server->Start().value();
  state_->thread = std::thread([state = state_.get()] { state->io.run(); });
}

TestServer::~TestServer() {
  Destroy();
  state_->work.reset();
  state_->io.stop();
  state_->thread.join();
}

void TestServer::Do(const std::function<void()>& function) {
  asio::post(state_->io, std::packaged_task<void()>(function)).get();
}

void TestServer::Destroy() {
  Do([this] { state_->server.reset(); });
}

asio::io_context& TestServer::io() { return state_->io; }

ServerCounts TestServer::counts() {
  ServerCounts counts;
  Do([&] { counts = state_->server->counts(); });
  return counts;
}

bool TestServer::Reaches(const std::function<bool(const ServerCounts&)>& state) {
  return Eventually([&] { return state(counts()); });
}

std::future<void> TestServer::Stop() {
  auto stopped = asio::co_spawn(state_->io, state_->server->Stop(), asio::use_future);
  Do([] {});
  return stopped;
}

std::vector<std::string> TestServer::failures() {
  const std::lock_guard lock(state_->mutex);
  return state_->failures;
}

std::vector<std::string> TestServer::failed_requests() {
  const std::lock_guard lock(state_->mutex);
  return state_->failed_requests;
}

asio::awaitable<void> Gate::Pass() {
  ++arrived_;
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (!is_open_) {
    timer.expires_after(kLookAgain);
    co_await timer.async_wait(asio::use_awaitable);
  }
  ++left_;
}

void Gate::Open() { is_open_ = true; }

asio::awaitable<Response> Echo(Request request) { co_return Text(std::move(request.body)); }

Response Text(std::string body) { return {.content_type = "text/plain", .body = std::move(body)}; }

bool Eventually(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(kLookAgain);
  }
  return true;
}

}  // namespace dunghan::http
