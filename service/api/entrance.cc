#include "api/entrance.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <string_view>
#include <utility>

#include "api/plain_page.h"
#include "api/router.h"
#include "dunghan/base/html_text.h"
#include "dunghan/base/time.h"
#include "http/problem.h"
#include "intake/gzip_body.h"
#include "packing.h"

namespace dunghan::api {
namespace {

// At most so often the log says that somebody asks too often.
constexpr std::chrono::seconds kToldEvery{10};

/// The key of an address: of IPv6 the part that one subscriber has, 64 bits.
Digest DigestOf(const http::Address& address) {
  constexpr std::array<unsigned char, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  const bool is_v4 = std::equal(kMapped.begin(), kMapped.end(), address.begin());
  Digest key{};
  std::copy_n(address.begin(), is_v4 ? address.size() : address.size() / 2, key.begin());
  return key;
}

std::string TextOf(const http::Address& address) {
  const boost::asio::ip::address_v6 v6(address);
  return v6.is_v4_mapped()
             ? boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, v6).to_string()
             : v6.to_string();
}

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

http::Response ToLogin(const http::Request& request) {
  http::Response login{.status = 303};
  login.headers = {{"Location", "/login?next=" + PlainPath(request.path)},
                   {"Cache-Control", "no-store"}};
  return login;
}

/// To whom a proxy has logged in, in plain words: it is no fault of theirs, and no login helps.
http::Response StrangerPage(const access::Stranger& stranger) {
  const std::string login = HtmlOf(stranger.login);
  const std::string day = FormatDate(stranger.day);
  const std::chrono::year_month_day date{stranger.day};
  const std::string ngay =
      fmt::format("{:02}/{:02}/{:04}", static_cast<unsigned>(date.day()),
                  static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
  std::string vi;
  std::string en;
  switch (stranger.why) {
    case access::Stranger::Why::kUnknown:
      vi = fmt::format("Tài khoản {} chưa được cấp quyền vào hệ thống này.", login);
      en = fmt::format("The account {} has not been given access to this system.", login);
      break;
    case access::Stranger::Why::kNotYet:
      vi = fmt::format("Tài khoản {} được vào hệ thống này từ ngày {}.", login, ngay);
      en = fmt::format("The account {} has access to this system from {} on.", login, day);
      break;
    case access::Stranger::Why::kNoLonger:
      vi = fmt::format("Tài khoản {} chỉ được vào hệ thống này đến hết ngày {}.", login, ngay);
      en = fmt::format("The account {} had access to this system until {}.", login, day);
      break;
  }
  return ToResponse(
      {.status = 403,
       .title = "Chưa được phép – No access",
       .body = fmt::format("<p>{}</p>\n<p>Hãy hỏi người quản trị hệ thống.</p>\n", vi) +
               fmt::format("<p lang=\"en\">{} Ask whoever runs the system.</p>\n", en)});
}

access::Refusal TooOften(std::string_view who, std::chrono::seconds again_after) {
  return {.status = 429,
          .reason = fmt::format("{} asks too often; ask again in {} s", who, again_after.count()),
          .again_after = again_after};
}

}  // namespace

boost::system::result<access::Caller, access::Refusal> Entrance::Admit(const http::Request& request,
                                                                       access::Permit permit) {
  auto caller = door_.Admit(request, permit);
  if (permit.always()) return caller;
  const auto now = std::chrono::steady_clock::now();
  const auto& token = caller ? caller->token : caller.error().token;
  if (const auto* who = token ? &*token : caller && caller->session ? &*caller->session : nullptr) {
    const auto wait = tokens_.Ask(*who, now);
    if (!wait) return caller;
    Tell("token " + (caller ? caller->name : ToHex(*who).substr(0, 8)), request, now);
    return TooOften("this token", *wait);
  }
  if (request.from_loopback) return caller;
  const auto wait = addresses_.Ask(DigestOf(request.address), now);
  if (!wait) return caller;
  Tell("address " + TextOf(request.address), request, now);
  return TooOften("whoever shows no token at this address", *wait);
}

void Entrance::Tell(const std::string& who, const http::Request& request, Time now) {
  if (told_ && now - *told_ < kToldEvery) return;
  told_ = now;
  log_.Warning("access.too_often", {{"who", who}, {"request", request.id}});
}

http::Response AnswerOf(const access::Refusal& refusal) {
  auto response = http::Problem(refusal.status, refusal.reason);
  if (refusal.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (refusal.status == 429) {
    response.headers.emplace_back("Retry-After", std::to_string(refusal.again_after.count()));
  }
  return response;
}

boost::asio::awaitable<http::Response> Entrance::TurnAway(const http::Request& request,
                                                          access::Refusal refusal) {
  const access::Refusal told = co_await holdback_.Wait(std::move(refusal));
  if (told.status == 401 && IsBrowser(request)) co_return ToLogin(request);
  if (told.stranger && IsBrowser(request)) co_return StrangerPage(*told.stranger);
  co_return AnswerOf(told);
}

std::string BeginningOf(const http::Request& request, size_t bytes) {
  const auto packing = PackingOf(request);
  if (packing == intake::Packing::kGzip) return intake::UnpackBeginning(request.body, bytes);
  return packing ? request.body.substr(0, bytes) : std::string();
}

void AskAt(Router& router, Entrance& entrance) {
  router.AskAt([&entrance](const http::Request& request, access::Permit permit) {
    return entrance.Admit(request, permit);
  });
  router.TurnAwayBy([&entrance](const http::Request& request, access::Refusal refusal) {
    return entrance.TurnAway(request, std::move(refusal));
  });
}

}  // namespace dunghan::api
