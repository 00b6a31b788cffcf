#include <utility>

#include "api/resources.h"
#include "http/problem.h"
#include "metrics/business.h"
#include "metrics/gauge_text.h"
#include "metrics/gzip.h"
#include "metrics/matrix.h"
#include "metrics/negotiation.h"
#include "metrics/open_metrics.h"
#include "parameters.h"

/// GET /metrics and /metrics/matrix: Prometheus text 0.0.4, or OpenMetrics where that is preferred.
/// Rendered from immutable values on a thread that does nothing else.
namespace dunghan::api {
namespace {

using boost::asio::awaitable;

constexpr access::Permit kScrapers{access::Role::kMetrics, access::Role::kAuditor,
                                   access::Role::kAdmin};

/// A page as it is sent.
struct MetricsPage {
  std::string body;
  int64_t series = 0;
  int64_t rows_left_out = 0;  ///< of the matrix
  int64_t agencies_left_out = 0;
  int64_t procedures_left_out = 0;
};

/// How a request wants it.
struct PageForm {
  explicit PageForm(const http::Request& request)
      : format(metrics::ChooseFormat(request.accept)),
        gzip(metrics::TakesGzip(request.accept_encoding)) {}

  std::string Wrap(std::string text) const {
    if (format == metrics::Format::kOpenMetrics) text = metrics::ToOpenMetrics(text);
    return gzip ? metrics::Gzip(text) : text;
  }

  metrics::Format format;
  bool gzip;
};

http::Response Answer(const PageForm& form, std::string body) {
  auto response = Text(std::string(ContentTypeOf(form.format)), std::move(body));
  response.headers.emplace_back("Vary", "Accept, Accept-Encoding");
  if (form.gzip) response.headers.emplace_back("Content-Encoding", "gzip");
  return response;
}

std::string WriteOwn(Services& services, std::shared_ptr<const board::Snapshot> board) {
  services.metrics.Serving(services.server_figures());
  const ClockState clock = services.clock_state ? services.clock_state() : ClockState{};
  const auto seconds = [](std::chrono::milliseconds time) {
    return std::chrono::duration<double>(time).count();
  };
  return services.metrics.Write(
      {.waiting_events = services.queue.waiting(),
       .refused_batches = services.queue.refused(),
       .writing = !services.queue.health().failure,
       .blocking_jobs = services.questions.jobs(),
       .clock_jump_seconds = seconds(clock.jump),
       .ledger_ahead_seconds = seconds(clock.ledger_ahead),
       .board = std::move(board),
       .alerts = services.alert_figures ? services.alert_figures() : metrics::AlertFigures()});
}

awaitable<http::Response> GetMetrics(Services& services,
                                     std::shared_ptr<metrics::BusinessPage> business, Call call) {
  if (auto known = CheckNone(call.request); !known) co_return http::Problem(known.error());
  const PageForm form(call.request);
  const auto board = services.board.Now();
  auto render = [business, board, form, now = services.board.clock().Now(),
                 most = services.metrics_limits.max_series,
                 own = WriteOwn(services, board)]() -> Result<MetricsPage> {
    auto made = business->Render(*board, now, most - metrics::CountSeries(own));
    made.text += own;
    const int64_t series = metrics::CountSeries(made.text);
    return MetricsPage{form.Wrap(std::move(made.text)), series, 0, made.agencies_left_out,
                       made.procedures_left_out};
  };
  auto page = co_await services.scrapes.Run(std::move(render));
  if (!page) co_return http::Problem(page.error());
  services.metrics.Rendered(metrics::Endpoint::kMetrics, page->series);
  services.metrics.LeftOut(page->agencies_left_out, page->procedures_left_out);
  co_return Answer(form, std::move(page->body));
}

awaitable<http::Response> GetMatrix(Services& services, Call call) {
  if (auto known = CheckNone(call.request); !known) co_return http::Problem(known.error());
  if (!services.metrics_limits.matrix) {
    co_return http::Problem(404, "the matrix is not served: [metrics] matrix is false");
  }
  const PageForm form(call.request);
  const auto board = services.board.Now();
  auto render = [board, form, matrix = services.board.Matrix(),
                 most = services.metrics_limits.max_series]() -> Result<MetricsPage> {
    auto rendered = metrics::RenderMatrix(*board, *matrix, most);
    return MetricsPage{form.Wrap(std::move(rendered.text)), rendered.series,
                       rendered.rows_left_out};
  };
  auto page = co_await services.scrapes.Run(std::move(render));
  if (!page) co_return http::Problem(page.error());
  services.metrics.Rendered(metrics::Endpoint::kMatrix, page->series, page->rows_left_out);
  co_return Answer(form, std::move(page->body));
}

}  // namespace

void AddMetrics(Router& router, Services& services) {
  const auto business = std::make_shared<metrics::BusinessPage>();
  router.Add(http::Method::kGet, "/metrics", kScrapers, [&services, business](Call call) {
    return GetMetrics(services, business, std::move(call));
  });
  router.Add(http::Method::kGet, "/metrics/matrix", kScrapers,
             [&services](Call call) { return GetMatrix(services, std::move(call)); });
}

}  // namespace dunghan::api
