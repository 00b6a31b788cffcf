#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <regex>
#include <string>

#include "dunghan/report/dossier_writer.h"
#include "dunghan/report/writers.h"
#include "dunghan/statement/statement.h"
#include "timelines.h"

/// What people read is the same whatever the order in which it was heard.
namespace dunghan::ledger {
namespace {

constexpr int kDossiers = 4;

/// Without the places in the ledger, which depend on what was heard first.
std::string WithoutPositions(const std::string& json) {
  static const std::regex position(R"re("position":\{[^}]*\}|"seq":[0-9]+,)re");
  return std::regex_replace(json, position, "");
}

std::string ExplanationOf(View& view, const std::string& code) {
  const auto record = view.Find(code);
  if (!record) return "";
  std::string text;
  for (const auto language : {Language::kVi, Language::kEn}) {
    const std::string json =
        report::WriteDossierJson({*record, view}, report::Explain::kYes, language);
    text += json.substr(json.find(R"("explanation":)"));
  }
  return WithoutPositions(text);
}

std::string StatementOf(View& view, const std::string& period, dossier::Basis basis) {
  return WithoutPositions(report::WriteJson(
      statement::MakeMonthly(view, {},
                             {.period = figures::ParsePeriod(period).value(), .basis = basis})
          .value()));
}

RC_GTEST_PROP(ExplanationProperty, ExplanationsAndStatementsDoNotDependOnTheOrderOfArrival, ()) {
  const auto changes = RandomChanges();
  const Instant end = changes.back().at + std::chrono::hours{*rc::gen::inRange(0, 24 * 60)};
  Bench one(test::kHistoryFrom);
  Bench other(test::kHistoryFrom);
  const auto history = test::RandomHistory(one.events(), kDossiers);
  Live(one, history, changes, end);
  Live(other, test::ShuffledWithRepeats(history), changes, end);
  const auto left = one.Look();
  const auto right = other.Look();
  for (int i = 0; i < kDossiers; ++i) {
    const std::string code = "D" + std::to_string(i);
    RC_ASSERT(ExplanationOf(*left, code) == ExplanationOf(*right, code));
  }
  for (const char* period : {"2021-05", "2021-06", "2021-Q3"}) {
    for (const auto basis : {dossier::Basis::kPromised, dossier::Basis::kLawful}) {
      RC_ASSERT(StatementOf(*left, period, basis) == StatementOf(*right, period, basis));
    }
  }
}

}  // namespace
}  // namespace dunghan::ledger
