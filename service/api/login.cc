#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "api/entrance.h"
#include "api/plain_page.h"
#include "api/resources.h"
#include "dunghan/base/html_text.h"
#include "dunghan/base/json_table.h"
#include "http/problem.h"
#include "me_table.h"
#include "own_form.h"
#include "parameters.h"
#include "same_site.h"

/// GET and POST /login, POST /logout: sessions of browsers. GET /api/v1/me: who asks.
namespace dunghan::api {
namespace {

using access::Doorkeeper;
using access::Permit;
using boost::asio::awaitable;

/// Where to go on to: a path of this daemon, whoever made the link.
std::string OwnPath(std::string_view next) {
  // Browsers leave out tabs and the like, and take a backslash for a slash.
  const bool is_path = next.starts_with('/') && !next.starts_with("//") &&
                       std::none_of(next.begin(), next.end(), [](char c) {
                         const auto byte = static_cast<unsigned char>(c);
                         return byte <= 0x20 || byte >= 0x7f || c == '\\';
                       });
  return is_path ? std::string(next) : "/";
}

struct LoginWords {
  std::string_view language;
  std::string_view log_in;
  std::string_view token;
  std::string_view wrong;
  std::string_view how;
};
constexpr LoginWords kVietnamese{"vi", "Đăng nhập", "Mã truy cập",
                                 "Mã không đúng, đã hết hạn hoặc đã bị thu hồi.",
                                 "Mã do người quản trị hệ thống cấp."};
constexpr LoginWords kEnglish{"en", "Log in", "Access token",
                              "The token is not known, has expired, or was revoked.",
                              "Tokens are made by whoever runs the system."};

const LoginWords& WordsFor(std::string_view language) {
  return IsEnglish(language) ? kEnglish : kVietnamese;
}

http::Response Page(int status, const LoginWords& words, std::string_view next,
                    std::string_view once, std::string_view wrong) {
  const std::string field =
      once.empty()
          ? fmt::format(
                "<p><label for=\"token\">{}</label><br>"
                "<input name=\"name\" autocomplete=\"username\" hidden>"
                "<input id=\"token\" name=\"token\" type=\"password\" size=\"60\" required "
                "autofocus autocomplete=\"current-password\"></p>",
                words.token)
          : fmt::format("<input type=\"hidden\" name=\"token\" value=\"{}\">", HtmlOf(once));
  const std::string fault =
      wrong.empty() ? "" : fmt::format("<p class=\"alarm\" role=\"alert\">{}</p>\n", HtmlOf(wrong));
  http::Response response = ToResponse(
      {.status = status,
       .language = words.language,
       .title = words.log_in,
       .body = fmt::format("{2}<form method=\"post\" action=\"/login\">\n{3}\n"
                           "<input type=\"hidden\" name=\"next\" value=\"{4}\">\n"
                           "<input type=\"hidden\" name=\"lang\" value=\"{0}\">\n"
                           "<p><button type=\"submit\">{1}</button></p>\n</form>\n<p>{5}</p>\n",
                           words.language, words.log_in, fault, field, HtmlOf(next), words.how),
       .path = "/login"});
  if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

http::Response GoTo(const std::string& path, const std::string& cookie) {
  http::Response response = Text("text/plain; charset=utf-8", "");
  response.status = 303;
  response.headers.emplace_back("Location", path);
  response.headers.emplace_back("Set-Cookie", cookie);
  return response;
}

awaitable<http::Response> GetLogin(Call call) {
  if (auto known = CheckParameters(call.request, {"next", "once", "lang"}); !known) {
    co_return http::Problem(known.error());
  }
  const auto& request = call.request;
  if (auto known = CheckLanguage(request); !known) co_return http::Problem(known.error());
  co_return Page(200, WordsFor(ParameterOf(request, "lang")), OwnPath(ParameterOf(request, "next")),
                 ParameterOf(request, "once"), "");
}

struct LoginForm {
  std::string token;
  std::string next;
  std::string language;
};

/// What was sent, or why it is none.
boost::system::result<LoginForm, http::Response> ReadForm(const http::Request& request) {
  const auto form = OwnFormOf(request, "token and next");
  if (!form) return form.error();
  LoginForm read;
  for (const auto& [name, value] : *form) {
    if (name == "lang") read.language = value;
    if (name == "token") read.token = value;
    if (name == "next") read.next = value;
  }
  return read;
}

http::Response NotLoggedIn(const LoginForm& form, const access::Refusal& refusal) {
  const LoginWords& words = WordsFor(form.language);
  auto page = Page(refusal.status, words, OwnPath(form.next), "",
                   refusal.status == 401 ? words.wrong : std::string_view(refusal.reason));
  if (refusal.status == 429) {
    page.headers.emplace_back("Retry-After", std::to_string(refusal.again_after.count()));
  }
  return page;
}

awaitable<http::Response> PostLogin(Entrance& entrance, Call call) {
  const auto form = ReadForm(call.request);
  if (!form) co_return form.error();
  auto session = entrance.door().Begin(form->token, call.request.id);
  if (session) co_return GoTo(OwnPath(form->next), entrance.door().CookieOf(*session));
  const access::Refusal told = co_await entrance.Wait(std::move(session.error()));
  co_return NotLoggedIn(*form, told);
}

awaitable<http::Response> PostLogout(Doorkeeper& door, Call call) {
  if (IsFromElsewhere(call.request)) co_return http::Problem(403, "not from elsewhere");
  door.End(call.request);
  co_return GoTo("/login", door.CookieOf(""));
}

awaitable<http::Response> GetMe(Call call) {
  if (auto none = CheckNone(call.request); !none) co_return http::Problem(none.error());
  co_return Json(kMeTable.ToText(call.caller) + "\n");
}

}  // namespace

void AddLogin(Router& router, Entrance& entrance) {
  router.Add(http::Method::kGet, "/login", Permit::Anybody(),
             [](Call call) { return GetLogin(std::move(call)); });
  router.Add(http::Method::kPost, "/login", Permit::Anybody(),
             [&entrance](Call call) { return PostLogin(entrance, std::move(call)); });
  router.Add(http::Method::kPost, "/logout", Permit::Anybody(),
             [&door = entrance.door()](Call call) { return PostLogout(door, std::move(call)); });
  router.Add(http::Method::kGet, "/api/v1/me", access::kAllRoles.Bound(),
             [](Call call) { return GetMe(std::move(call)); });
}

}  // namespace dunghan::api
