#include "own_form.h"

#include <fmt/format.h>

#include "http/problem.h"
#include "parameters.h"
#include "same_site.h"

namespace dunghan::api {

boost::system::result<Form, http::Response> OwnFormOf(const http::Request& request,
                                                      std::string_view fields) {
  constexpr size_t kLongest = 4'096;
  // A page elsewhere must not act as a visitor of its choosing, nor in a visitor's name.
  if (IsFromElsewhere(request)) {
    return http::Problem(403, "forms are not taken from pages of other sites");
  }
  if (auto none = CheckNone(request); !none) return http::Problem(none.error());
  if (request.content_type != "application/x-www-form-urlencoded") {
    return http::Problem(415, "Content-Type: expected application/x-www-form-urlencoded");
  }
  auto form = request.body.size() > kLongest ? std::nullopt : http::ParseForm(request.body);
  if (!form) return http::Problem(400, fmt::format("expected a form with {}", fields));
  return *std::move(form);
}

}  // namespace dunghan::api
