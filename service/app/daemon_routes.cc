#include "daemon_routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "api/host_names.h"
#include "api/plain_page.h"
#include "api/resources.h"
#include "dunghan/base/html_text.h"
#include "dunghan/base/time.h"
#include "http/problem.h"

namespace dunghan::app {

namespace {

/// A browser without a session is led to the login, and from there to where it was going.
bool IsBrowser(const http::Request& request) {
  return request.method == http::Method::kGet &&
         request.accept.find("text/html") != std::string::npos;
}

/// As it may stand in an address; else the beginning of everything.
std::string PlainPath(const std::string& path) {
  const bool is_plain = std::all_of(path.begin(), path.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/-._").find(c) != std::string_view::npos;
  });
  return is_plain ? path : "/";
}

/// To whom a proxy has logged in, in plain words: it is no fault of theirs, and no login helps.
http::Response StrangerPage(const access::Stranger& stranger) {
  const std::string login = HtmlOf(stranger.login);
  const std::string day = FormatDate(stranger.day);
  std::string vi;
  std::string en;
  switch (stranger.why) {
    case access::Stranger::Why::kUnknown:
      vi = fmt::format("Tài khoản {} chưa được cấp quyền vào hệ thống này.", login);
      en = fmt::format("The account {} has not been given access to this system.", login);
      break;
    case access::Stranger::Why::kNotYet:
      vi = fmt::format("Tài khoản {} được vào hệ thống này từ ngày {}.", login, day);
      en = fmt::format("The account {} has access to this system from {} on.", login, day);
      break;
    case access::Stranger::Why::kNoLonger:
      vi = fmt::format("Tài khoản {} chỉ được vào hệ thống này đến hết ngày {}.", login, day);
      en = fmt::format("The account {} had access to this system until {}.", login, day);
      break;
  }
  return api::ToResponse(
      {.status = 403,
       .title = "Chưa được phép – No access",
       .body = fmt::format("<p>{}</p>\n<p>Hãy hỏi người quản trị hệ thống.</p>\n"
                           "<p lang=\"en\">{} Ask whoever runs the system.</p>\n",
                           vi, en)});
}

http::Response Refuse(const http::Request& request, const access::Refusal& refusal) {
  if (refusal.status == 401 && IsBrowser(request)) {
    http::Response login{.status = 303};
    login.headers = {{"Location", "/login?next=" + PlainPath(request.path)},
                     {"Cache-Control", "no-store"}};
    return login;
  }
  if (refusal.stranger && IsBrowser(request)) return StrangerPage(*refusal.stranger);
  auto response = http::Problem(refusal.status, refusal.reason);
  if (refusal.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

}  // namespace

void AddRoutes(api::Router& router, api::Services& services, Entrance entrance,
               std::shared_ptr<const api::Operations> operations, const ServerSettings& settings) {
  access::Doorkeeper& door = entrance.door;
  api::AddEvents(router, services);
  api::AddNational(router, services, door);
  api::AddOnTime(router, services);
  api::AddFrozenReports(router, services);
  api::AddReports(router, services);
  api::AddDossiers(router, services);
  api::AddActs(router, services);
  api::AddSources(router, services);
  api::AddQuarantine(router, services);
  api::AddLive(router, services);
  api::AddHealth(router, services);
  api::AddMetrics(router, services);
  api::AddPage(router);
  api::AddLogin(router, door);
  api::AddWall(router, door, entrance.screens, operations);
  api::AddOperations(router, std::move(operations));
  api::AddOpenApi(router);
  router.AskAt(
      [&door](const http::Request& request,
              access::Permit permit) -> boost::system::result<access::Caller, http::Response> {
        auto caller = door.Admit(request, permit);
        if (!caller) return Refuse(request, caller.error());
        return *std::move(caller);
      });
  router.AnswerOnlyFor(api::HostNames(settings.names));
  router.Observe([&services](std::string_view route, int status) {
    services.metrics.Answered(route, status);
    services.log.Debug("request",
                       {{"route", std::string(route)}, {"status", std::to_string(status)}});
  });
}

}  // namespace dunghan::app
