#include <fmt/format.h>

#include <sstream>
#include <string>
#include <utility>

#include "access/doorkeeper.h"
#include "access/screens.h"
#include "api/plain_page.h"
#include "api/resources.h"
#include "dunghan/base/html_text.h"
#include "http/problem.h"
#include "own_form.h"
#include "parameters.h"
#include "web_page.h"

/// GET /wall: the board for a screen in the hall; one that is not let in shows a code. GET and POST
/// /pair: where an administrator confirms it.
namespace dunghan::api {
namespace {

using access::Doorkeeper;
using access::Screens;
using boost::asio::awaitable;

constexpr int kAskAgain = 5;  // seconds
// Longer than the code, for one that is confirmed at its end.
constexpr std::chrono::seconds kCookieLasts = 2 * Screens::kLasts;

struct WallWords {
  std::string_view language;
  std::string_view title;
  std::string_view waits;
  std::string_view how;  ///< with the address, the command
  std::string_view lasts;
  std::string_view pair;
  std::string_view code;
  std::string_view name;
  std::string_view agencies;
  std::string_view days;
  std::string_view confirm;
  std::string_view done;
  std::string_view unknown;
  std::string_view too_many;
};
constexpr WallWords kVi{
    .language = "vi",
    .title = "Màn hình tại sảnh",
    .waits = "Màn hình này đang chờ người quản trị cho phép. Mã của màn hình:",
    .how = "Người quản trị nhập mã ở địa chỉ {} hoặc chạy lệnh {}.",
    .lasts = "Mỗi mã dùng được trong 10 phút. Trang này tự mở bảng khi được cho phép.",
    .pair = "Cho phép một màn hình",
    .code = "Mã đang hiện trên màn hình",
    .name = "Tên gọi, ví dụ sanh-1 (không bắt buộc)",
    .agencies = "Chỉ các cơ quan này: mã cách nhau bằng dấu cách (không bắt buộc)",
    .days = "Thời hạn: số ngày như 365d, hoặc never",
    .confirm = "Cho phép",
    .done = "Đã cho phép; màn hình mở bảng sau vài giây.",
    .unknown = "Không màn hình nào đang hiện mã này. Mỗi mã chỉ dùng được trong 10 phút.",
    .too_many = "Nhập sai quá nhiều lần; hãy thử lại sau một phút."};
constexpr WallWords kEn{
    .language = "en",
    .title = "Screen in the hall",
    .waits = "This screen waits for an administrator to let it in. Its code:",
    .how = "An administrator enters it at {} or runs {}.",
    .lasts = "A code is good for 10 minutes. The board opens by itself once the screen is let in.",
    .pair = "Let a screen in",
    .code = "The code that the screen shows",
    .name = "What it is to be called by, like hall-1 (may be left out)",
    .agencies = "These agencies alone: codes, a blank between (may be left out)",
    .days = "For how long: days like 365d, or never",
    .confirm = "Let it in",
    .done = "It is let in, and opens the board within a few seconds.",
    .unknown = "No screen shows this code. A code is good for 10 minutes.",
    .too_many = "There were too many wrong codes; try again in a minute."};

const WallWords& WallWordsFor(std::string_view language) { return IsEnglish(language) ? kEn : kVi; }

http::Response WaitingPage(const WallWords& words, const http::Request& request,
                           std::string_view code) {
  const std::string host = request.is_tls ? "https://" + request.host : request.host;
  const std::string how =
      fmt::format(fmt::runtime(words.how), "<code>" + HtmlOf(host + "/pair") + "</code>",
                  fmt::format("<code>dunghan token pair {}</code>", code));
  return ToResponse(
      {.language = words.language,
       .title = words.title,
       .body = fmt::format("<p>{}</p>\n<p class=\"code\">{}</p>\n<p>{}</p>\n<p>{}</p>\n",
                           words.waits, code, how, words.lasts),
       .path = "/wall",
       .every = kAskAgain});
}

http::Response Wall(Doorkeeper& door, Screens& screens, const http::Request& request) {
  if (door.Admit(request, access::kWatchers)) {
    http::Response board = ServePage();
    if (auto cookie = door.LongCookieOf(request)) {
      board.headers.emplace_back("Set-Cookie", *std::move(cookie));
    }
    return board;
  }
  const auto shown = screens.Show(request);
  http::Response page =
      WaitingPage(WallWordsFor(ParameterOf(request, "lang")), request, shown.code);
  if (!shown.secret.empty()) {
    page.headers.emplace_back("Set-Cookie", door.ScreenCookieOf(shown.secret, kCookieLasts));
  }
  return page;
}

awaitable<http::Response> GetWall(Doorkeeper& door, Screens& screens, Call call) {
  if (auto known = CheckParameters(call.request, {"lang"}); !known) {
    co_return http::Problem(known.error());
  }
  if (auto known = CheckLanguage(call.request); !known) co_return http::Problem(known.error());
  co_return Wall(door, screens, call.request);
}

std::string InputField(std::string_view name, std::string_view label, std::string_view value,
                       std::string_view more) {
  return fmt::format(
      "<p><label for=\"{0}\">{1}</label><br>"
      "<input id=\"{0}\" name=\"{0}\" value=\"{2}\" size=\"40\" autocomplete=\"off\"{3}></p>\n",
      name, label, HtmlOf(value), more);
}

/// With what came of it, if something was asked.
http::Response PairPage(int status, const WallWords& words, std::string_view said) {
  const std::string note = said.empty()
                               ? ""
                               : fmt::format("<p{} role=\"alert\">{}</p>\n",
                                             status == 200 ? "" : " class=\"alarm\"", HtmlOf(said));
  return ToResponse(
      {.status = status,
       .language = words.language,
       .title = words.pair,
       .body = fmt::format("{}<form method=\"post\" action=\"/pair\">\n{}{}{}{}"
                           "<input type=\"hidden\" name=\"lang\" value=\"{}\">\n"
                           "<p><button type=\"submit\">{}</button></p>\n</form>\n",
                           note, InputField("code", words.code, "", " required autofocus"),
                           InputField("name", words.name, "", ""),
                           InputField("agencies", words.agencies, "", ""),
                           InputField("for", words.days, Operation().lasts, " required"),
                           words.language, words.confirm),
       .path = "/pair"});
}

awaitable<http::Response> GetPair(Call call) {
  if (auto known = CheckParameters(call.request, {"lang"}); !known) {
    co_return http::Problem(known.error());
  }
  if (auto known = CheckLanguage(call.request); !known) co_return http::Problem(known.error());
  co_return PairPage(200, WallWordsFor(ParameterOf(call.request, "lang")), {});
}

struct Confirmation {
  Operation asked;
  std::string language;
};

boost::system::result<Confirmation, http::Response> ConfirmationOf(const Call& call) {
  const auto form = OwnFormOf(call.request, "code, name, agencies and for");
  if (!form) return form.error();
  Confirmation confirmation;
  confirmation.asked.operator_name = call.caller.name;
  for (const auto& [name, value] : *form) {
    if (name == "lang") confirmation.language = value;
    if (name == "code") confirmation.asked.code = value;
    if (name == "name") confirmation.asked.name = value;
    if (name == "for") confirmation.asked.lasts = value;
    if (name != "agencies") continue;
    std::istringstream codes(value);
    for (std::string code; codes >> code;) confirmation.asked.agencies.push_back(code);
  }
  return confirmation;
}

http::Response PairedPage(const WallWords& words, const Result<std::string>& done) {
  if (done) return PairPage(200, words, words.done);
  const Error& error = done.error();
  if (error.code == ErrorCode::kNotFound) return PairPage(404, words, words.unknown);
  const bool too_many =
      error.code == ErrorCode::kUnavailable && error.for_client.starts_with("code:");
  if (!too_many) return PairPage(http::StatusOf(error.code), words, error.for_client);
  auto page = PairPage(429, words, words.too_many);
  page.headers.emplace_back("Retry-After", "60");
  return page;
}

awaitable<http::Response> PostPair(std::shared_ptr<const Operations> operations, Call call) {
  auto confirmation = ConfirmationOf(call);
  if (!confirmation) co_return confirmation.error();
  const WallWords& words = WallWordsFor(confirmation->language);
  const auto done = co_await operations->pair_screen(std::move(confirmation->asked));
  co_return PairedPage(words, done);
}

}  // namespace

void AddWall(Router& router, Doorkeeper& door, Screens& screens,
             std::shared_ptr<const Operations> operations) {
  constexpr access::Permit kAdmin{access::Role::kAdmin};
  // Whoever is not let in gets a code.
  router.Add(http::Method::kGet, "/wall", access::Permit::Anybody(),
             [&door, &screens](Call call) { return GetWall(door, screens, std::move(call)); });
  router.Add(http::Method::kGet, "/pair", kAdmin,
             [](Call call) { return GetPair(std::move(call)); });
  router.Add(http::Method::kPost, "/pair", kAdmin,
             [operations](Call call) { return PostPair(operations, std::move(call)); });
}

}  // namespace dunghan::api
