#include <boost/asio/post.hpp>
#include <map>
#include <utility>

#include "api/resources.h"
#include "dossier_query.h"
#include "dunghan/base/text.h"
#include "dunghan/ledger/named_dossier.h"
#include "dunghan/report/dossier_writer.h"
#include "ended_list.h"
#include "http/problem.h"
#include "listed_table.h"
#include "parameters.h"
#include "scoped.h"

/// GET /api/v1/dossiers: open ones from the board, ended ones from the ledger; and one dossier.
namespace dunghan::api {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

// Places of the board walked before others get their turn.
constexpr size_t kPiece = 20'000;

/// The first `limit` of all that are shown to it.
class DossierPage {
 public:
  /// `now` is the instant of the standings shown.
  DossierPage(const DossierQuery& query, Instant now) : query_(query), now_(now) {}

  void Show(const Listed& dossier, const rulebook::Rulebook& rulebook) {
    if (Matches(query_, dossier, rulebook, now_)) Take(dossier, rulebook);
  }
  /// One that matches.
  void Take(const Listed& dossier, const rulebook::Rulebook& rulebook) {
    Rank rank = RankOf(query_, dossier);
    if (query_.after && !(*query_.after < rank)) return;
    // Not written: it would go at once.
    if (kept_.size() > query_.limit && !(rank < kept_.rbegin()->first)) return;
    kept_.emplace(std::move(rank), WriteListed(dossier, rulebook, now_));
    // One more than asked for tells that there is a next page.
    if (kept_.size() > query_.limit + 1) kept_.erase(std::prev(kept_.end()));
  }
  bool full() const { return kept_.size() > query_.limit; }

  /// `stopped_at`: where the walk ended early, to be gone on from there.
  std::string Write(const board::Snapshot& snapshot, std::optional<Rank> stopped_at) const {
    ListedPage page{.now = now_,
                    .zone = snapshot.rulebook->default_calendar().zone(),
                    .basis = snapshot.policy.basis,
                    .is_simulated = snapshot.simulated,
                    .entries = {},
                    .next = {}};
    std::optional<Rank> next = std::move(stopped_at);
    for (const auto& [rank, entry] : kept_) {
      if (page.entries.size() >= query_.limit) break;
      page.entries.push_back(entry);
      if (full()) next = rank;
    }
    if (next) page.next = ToCursor(*next);
    return kListedPageTable.ToText(page) + "\n";
  }

 private:
  const DossierQuery& query_;
  Instant now_;
  std::map<Rank, std::string> kept_;
};

Listed ToListed(const board::OpenDossier& open) {
  return {.code = open.code,
          .agency = open.agency,
          .procedure = open.procedure,
          .standing = open.standing,
          .bucket = dossier::IsOpen(open.standing) ? std::optional(open.bucket) : std::nullopt,
          .due = open.due,
          .due_day = open.due ? open.due_day : std::nullopt,
          .overdue_from = open.overdue_from,
          .received_at = open.received_at,
          .ended_at = {}};
}

awaitable<std::string> ListOpen(Services& services, const DossierQuery& query) {
  DossierPage page(query, services.board.clock().Now());
  auto snapshot = services.board.Now();
  // The number of places may grow meanwhile, and a new day may bring a new board.
  for (size_t from = 0; from < services.board.board().places(); from += kPiece) {
    if (from > 0) co_await asio::post(asio::use_awaitable);
    const auto& board = services.board.board();
    board.Visit(from, std::min(from + kPiece, board.places()), [&](const board::OpenDossier& open) {
      page.Show(ToListed(open), *snapshot->rulebook);
    });
  }
  const std::optional<Rank> whole;
  co_return page.Write(*snapshot, whole);
}

/// Open ones of the past.
Result<std::optional<Rank>> ShowOpen(ledger::View& view, dossier::Basis basis, DossierPage& page) {
  const Instant at = view.position().at;
  auto walked = view.ForEachOpen([&](std::string_view code, const dossier::Judged& judged) {
    page.Show(ListedAt(code, judged, basis, at), view.rulebook());
  });
  if (!walked) return walked.error();
  return std::optional<Rank>();
}

/// Ended ones, by code until the page is full. The place where patience ended, if it did.
Result<std::optional<Rank>> ShowEnded(ledger::View& view, dossier::Basis basis,
                                      const DossierQuery& query, DossierPage& page) {
  const auto walked = WalkEnded(view, query, basis, [&](const Listed& dossier) {
    page.Take(dossier, view.rulebook());
    return !page.full();
  });
  if (!walked) return walked.error();
  if (!walked->stopped_at) return std::optional<Rank>();
  return std::optional<Rank>(Rank{0, *walked->stopped_at});
}

Result<std::string> ListFromView(const OpenView& open, const DossierQuery& query,
                                 const board::Snapshot& snapshot) {
  auto view = open(query.as_of);
  if (!view) return view.error();
  DossierPage page(query, (*view)->position().at);
  const dossier::Basis basis = snapshot.policy.basis;
  auto stopped_at =
      query.ended ? ShowEnded(**view, basis, query, page) : ShowOpen(**view, basis, page);
  if (!stopped_at) return stopped_at.error();
  return page.Write(snapshot, std::move(*stopped_at));
}

awaitable<http::Response> GetDossiers(Services& services, Call call) {
  auto snapshot = services.board.Now();
  auto query = ParseDossierQuery(call.request);
  if (!query) co_return http::Problem(query.error());
  if (!query->agency.empty()) {
    auto refusal = NarrowToOwn(call.caller, services, query->agency);
    if (refusal) co_return std::move(*refusal);
  }
  query->scope = call.caller.scope;
  query->scope_rules = snapshot->rulebook;
  query->scope_day = snapshot->today;
  const bool now_and_open = !query->ended && !query->as_of;
  if (now_and_open) co_return Json(co_await ListOpen(services, *query));
  auto list = [query = std::move(*query), snapshot](const OpenView& open) {
    return ListFromView(open, query, *snapshot);
  };
  auto body = co_await AskLedger(services, std::move(list));
  if (!body) co_return http::Problem(body.error());
  co_return Json(std::move(*body));
}

/// How one dossier is shown, and to whom.
struct Look {
  Language language = Language::kVi;
  std::optional<ledger::AsOf> as_of;
  rulebook::Scope scope = {};
  std::shared_ptr<const board::Snapshot> present = {};  ///< by whose tree the scope is meant
};

Result<std::string> ReadDossier(const OpenView& open, const std::string& code, const Look& look) {
  auto view = open(look.as_of);
  if (!view) return view.error();
  const board::Snapshot& present = *look.present;
  const auto sight = [&](const ledger::DossierRecord& record) {
    return look.scope.Of(record.judged.facts, present.today, *present.rulebook);
  };
  // What is not the caller's to see is as though it were on nobody's record.
  const auto found = ledger::FindNamed(
      **view, code, [&](const auto& record) { return sight(record) != rulebook::Sight::kNone; });
  if (!found) return found.error();
  if (!found->several.empty()) return Conflict(report::SeveralText(code, *found, Language::kEn));
  if (!found->record) {
    return NotFound(fmt::format("no dossier {} in the ledger{}", code,
                                look.as_of ? " as of that position" : ""));
  }
  const report::DossierPage page{*found->record, **view};
  return sight(*found->record) == rulebook::Sight::kOwnSteps
             ? report::WriteOwnStepsJson(page, look.scope, look.language)
             : report::WriteDossierJson(page, report::Explain::kYes, look.language);
}

Result<Look> LookOf(const http::Request& request) {
  if (auto known = CheckParameters(request, {"lang", "as_of"}); !known) return known.error();
  const std::string lang = ParameterOf(request, "lang");
  const auto language = ParseLanguage(lang.empty() ? "vi" : lang);
  if (!language) return InvalidArgument("lang: expected vi or en, found " + JsonQuote(lang));
  auto as_of = AsOfOf(request);
  if (!as_of) return as_of.error();
  return Look{*language, *as_of, {}, {}};
}

awaitable<http::Response> GetDossier(Services& services, Call call) {
  auto look = LookOf(call.request);
  if (!look) co_return http::Problem(look.error());
  look->scope = call.caller.scope;
  look->present = services.board.Now();
  auto read = [code = call.rest, look = *look](const OpenView& open) {
    return ReadDossier(open, code, look);
  };
  auto body = co_await AskLedger(services, std::move(read));
  if (!body) co_return http::Problem(body.error());
  co_return Json(std::move(*body));
}

}  // namespace

void AddDossiers(Router& router, Services& services) {
  router.Add(http::Method::kGet, "/api/v1/dossiers", access::kReaders.Bound(),
             [&services](Call call) { return GetDossiers(services, std::move(call)); });
  router.Add(http::Method::kGet, "/api/v1/dossiers/{code}", access::kReaders.Bound(),
             [&services](Call call) { return GetDossier(services, std::move(call)); });
}

}  // namespace dunghan::api
