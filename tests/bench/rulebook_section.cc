#include <fmt/format.h>

#include <stdexcept>

#include "dunghan/ledger/view.h"
#include "dunghan/statement/statement.h"
#include "sections.h"

namespace dunghan::bench {
namespace {

const figures::Period kRatedMonth = figures::ParsePeriod("2021-10").value();

/// The rulebook with one more day off, `ahead` working days after now.
std::shared_ptr<const rulebook::Rulebook> WithDayOff(const Setup& setup, int ahead) {
  rulebook::Bundle bundle = setup.rulebook()->bundle();
  const auto& calendar = setup.rulebook()->default_calendar();
  const LocalDay today = calendar.zone().DayOf(setup.LedgerOptions({}).clock->Now());
  const LocalDay day = calendar.NthWorkingDayAfter(today, ahead).value();
  for (auto& file : bundle.files) {
    if (file.role != "calendar") continue;
    file.bytes += fmt::format("\n[[exception]]\ndate = {}\nname = \"Nghỉ\"\n", FormatDate(day));
  }
  auto loaded = rulebook::Rulebook::Load(bundle, setup.codes());
  if (!loaded.rulebook) throw std::runtime_error(ToString(loaded.problems.front()));
  return loaded.rulebook;
}

std::string StatementAsOf(Setup& setup, const std::optional<ledger::AsOf>& as_of, Spent& spent) {
  std::optional<statement::Statement> statement;
  spent = Time([&] {
    auto options = setup.LedgerOptions(setup.LargeLedger());
    options.as_of = as_of;
    auto view = ledger::OpenView(std::move(options));
    statement =
        statement::MakeMonthly(*view.value(), {},
                               {.period = kRatedMonth, .by = statement::GroupBy::kProcedure})
            .value();
  });
  const auto& f = statement->total.figures;
  return fmt::format("{} {} {} {}", f.received, f.finished_early, f.finished_late, f.open_overdue);
}

}  // namespace

void MeasureRulebook(Setup& setup, Table& table) {
  table.Heading("rulebook");
  const int64_t dossiers = setup.options().events;
  const auto folder = setup.Fresh("open");
  setup.Fill(folder, setup.Year(dossiers, dossiers, Life::kShort), dossiers);
  std::vector<double> opened;
  std::vector<double> applied;
  int64_t moved = 0;
  for (int round = 0; round < setup.options().rounds; ++round) {
    std::unique_ptr<ledger::Ledger> ledger;
    opened.push_back(Time([&] { ledger = setup.Open(folder); }).wall * 1000);
    const auto rulebook = WithDayOff(setup, 3 + round);
    applied.push_back(Time([&] {
                        moved = ledger->Apply({rulebook, {}, "bench", {}}).value().moved;
                      }).wall *
                      1000);
  }
  table.Note(fmt::format("{} open dossiers, of which {} were moved", dossiers, moved));
  table.Add({"rulebook apply, a day off more",
             "ms",
             Median(applied),
             Median(opened),
             Median(applied) / Median(opened),
             {}});
  table.Note("beside it: opening that ledger for writing");
  setup.Remove("open");
}

void MeasureAsOf(Setup& setup, Table& table) {
  table.Heading("as of");
  const auto folder = setup.LargeLedger();
  Spent spent;
  const std::string present = StatementAsOf(setup, {}, spent);
  int64_t seq = 0;
  int64_t touched = setup.options().events / 10;
  {
    const auto ledger = setup.Open(folder);
    seq = ledger->position().seq;
  }
  setup.Fill(folder, setup.LastWeeks(touched, "S"), touched);
  std::vector<double> back;
  std::vector<double> now;
  for (int round = 0; round < setup.options().rounds; ++round) {
    if (StatementAsOf(setup, ledger::AsOf{seq, {}}, spent) != present) {
      throw std::runtime_error("the statement as of then is not the one of then");
    }
    back.push_back(spent.wall * 1000);
    StatementAsOf(setup, {}, spent);
    now.push_back(spent.wall * 1000);
  }
  table.Note(fmt::format("{} dossiers on file, {} touched since", setup.options().events, touched));
  table.Add({"month as of then / of now",
             "ms",
             Median(back),
             Median(now),
             Median(back) / Median(now),
             {}});
  table.Add({"the same for each dossier touched",
             "us",
             Median(back) * 1000 / double(touched),
             {},
             Median(back) * 1000 / double(touched),
             {}});
}

}  // namespace dunghan::bench
