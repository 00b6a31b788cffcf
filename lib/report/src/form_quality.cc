#include <algorithm>
#include <map>

#include "dossier_parts.h"
#include "dunghan/statement/behind.h"
#include "form_rows.h"
#include "quality_lists.h"
#include "quality_portal.h"

/// How far the figures can be trusted: what has no due, what could not be used, what came late.
namespace dunghan::report {
namespace {

using statement::CellKind;
using statement::CellValue;
using statement::PaperSection;

/// How late events of the period were told, by source.
struct Delay {
  int64_t events = 0;
  int64_t within_day = 0;
  int64_t within_week = 0;
  int64_t later = 0;
  std::chrono::milliseconds most{};
};

/// What is found in one pass over the events, and then one over the dossiers.
struct Findings {
  explicit Findings(const FormMaking& making) : lists(making), portal(making) {}

  std::map<std::string, Delay> delays;                                   // by source
  std::map<std::string, std::map<dossier::NoDue, int64_t>> without_due;  // by row
  std::map<dossier::Signal, int64_t> signals;
  ListFindings lists;
  PortalFindings portal;
};

void TakeDelay(const ledger::StoredEvent& stored, Delay& delay) {
  const auto late = stored.recorded_at - stored.event.at;
  ++delay.events;
  if (late <= std::chrono::days{1}) ++delay.within_day;
  if (late > std::chrono::days{1} && late <= std::chrono::days{7}) ++delay.within_week;
  if (late > std::chrono::days{7}) ++delay.later;
  delay.most = std::max(delay.most, late);
}

Result<void> ReadEvents(const FormMaking& making, Findings& found) {
  const auto& zone = making.view.rulebook().default_calendar().zone();
  const figures::Period& period = making.request.period;
  const Instant from = zone.StartOf(period.from);
  const Instant to = zone.StartOf(period.to + std::chrono::days{1});
  return making.view.ForEachEvent(ledger::EventOrder::kRecorded, [&](ledger::StoredEvent&& stored) {
    found.lists.Hear(stored.event);
    found.portal.Hear(stored.event);
    const bool of_period = stored.event.at >= from && stored.event.at < to;
    if (of_period) TakeDelay(stored, found.delays[std::string(stored.event.source.text())]);
    return true;
  });
}

Result<void> ReadDossiers(const FormMaking& making, Findings& found) {
  const auto read = statement::ForEachBehind(
      making.view, making.Options(statement::GroupBy::kAgency),
      [&](const statement::BehindDossier& dossier) {
        if (dossier.petition) return;
        found.lists.See(dossier);
        found.portal.See(dossier);
        if (dossier.figures.finished_unmeasurable + dossier.figures.open_unmeasurable > 0) {
          const auto& basis = dossier.judged.judgement.On(making.request.basis);
          ++found.without_due[dossier.row][basis.no_due];
        }
        const uint32_t signals = SignalsAt(dossier.judged, dossier.seen_at);
        for (const dossier::Signal signal : kAllSignals) {
          if ((signals & static_cast<uint32_t>(signal)) != 0) ++found.signals[signal];
        }
      });
  if (!read) return read.error();
  return {};
}

/// One with a due is not measured while a list is awaited.
std::string WhyUnmeasured(dossier::NoDue reason, Language language) {
  if (reason != dossier::NoDue::kHasOne) return std::string(Text(reason, language));
  return Say(language, "đến hạn, chờ dữ liệu mới", "fallen due since the newest list");
}

PaperSection WithoutDue(const FormMaking& making, const statement::Statement& statement,
                        const Findings& found) {
  PaperSection section{.key = "without_due",
                       .title = {"1. Hồ sơ không đo được", "1. Dossiers that are not measured"},
                       .nothing = {"không có", "none"}};
  section.columns = {TextColumn("agency", {"Cơ quan", "Agency"}, 30),
                     CountColumn("finished", {"Đã giải quyết", "Finished"}),
                     CountColumn("open", {"Đang giải quyết", "Open"}),
                     TextColumn("reason", {"Vì sao", "Why"}, 50)};
  for (const statement::StatementRow& row : statement.rows) {
    const figures::Figures& of = row.figures;
    if (of.finished_unmeasurable + of.open_unmeasurable == 0) continue;
    const auto reasons = found.without_due.find(row.of.code);
    section.rows.push_back({.code = row.of.code,
                            .cells = {PrintedName(row.of, making.rules), of.finished_unmeasurable,
                                      of.open_unmeasurable, InBoth([&](Language language) {
                                        std::string text;
                                        if (reasons == found.without_due.end()) return text;
                                        for (const auto& [reason, count] : reasons->second) {
                                          text += fmt::format("{}{}: {}", text.empty() ? "" : "; ",
                                                              WhyUnmeasured(reason, language),
                                                              Number(count, language));
                                        }
                                        return text;
                                      })}});
  }
  return section;
}

struct Waiting {
  int64_t entries = 0;
  int64_t sent = 0;  ///< times, all entries together
  Instant oldest;
  std::string reason;  ///< of the oldest
};
using WaitingBy = std::map<std::pair<std::string, std::string>, Waiting>;  // source and field

Result<WaitingBy> FindWaiting(ledger::QuarantineView& view) {
  constexpr int64_t kPage = 1000;
  WaitingBy by;
  for (int64_t after = 0;;) {
    const auto page = view.QuarantineAfter(after, kPage);
    if (!page) return page.error();
    for (const ledger::QuarantineEntry& entry : *page) {
      Waiting& waiting = by[{entry.source, entry.field}];
      if (waiting.entries == 0 || entry.first_seen < waiting.oldest) {
        waiting.oldest = entry.first_seen;
        waiting.reason = entry.reason;
      }
      ++waiting.entries;
      waiting.sent += entry.count;
      after = entry.id;
    }
    if (std::ssize(*page) < kPage) return by;
  }
}

PaperSection Quarantined(const WaitingBy& by) {
  PaperSection section{
      .key = "quarantine",
      .title = {"2. Dữ liệu không dùng được, đang chờ xử lý", "2. What could not be used, waiting"},
      .nothing = {"không có", "none"}};
  section.columns = {TextColumn("source", {"Nguồn", "Source"}, 16),
                     TextColumn("field", {"Trường", "Field"}, 14),
                     CountColumn("entries", {"Số bản ghi", "Entries"}),
                     CountColumn("sent", {"Số lần gửi", "Times sent"}),
                     OfKind(CountColumn("oldest", {"Sớm nhất", "Oldest"}), CellKind::kInstant),
                     TextColumn("reason", {"Lý do của bản ghi đó", "Reason of that one"}, 60)};
  section.columns[4].width = 16;
  for (const auto& [key, waiting] : by) {
    const statement::Said field = key.second.empty() ? statement::Said{"(toàn bộ)", "(the whole)"}
                                                     : statement::Said{key.second, {}};
    section.rows.push_back({.code = key.first + ":" + key.second,
                            .cells = {TextCell(key.first), field, waiting.entries, waiting.sent,
                                      waiting.oldest, TextCell(waiting.reason)}});
  }
  return section;
}

PaperSection LateEntry(const std::map<std::string, Delay>& by) {
  const std::vector<statement::Said> after = {
      {"Nhập sổ sau khi xảy ra", "On record after it happened"}};
  PaperSection section{.key = "late_entry",
                       .title = {"3. Sự kiện trong kỳ, theo thời gian nhập sổ",
                                 "3. Events of the period, by when they came on record"},
                       .nothing = {"không có sự kiện", "no events"}};
  section.columns = {TextColumn("source", {"Nguồn", "Source"}, 20),
                     CountColumn("events", {"Sự kiện", "Events"}),
                     CountColumn("within_day", {"Trong một ngày", "Within a day"}, after),
                     CountColumn("within_week", {"Trong một tuần", "Within a week"}, after),
                     CountColumn("later", {"Muộn hơn", "Later"}, after),
                     TextColumn("most", {"Muộn nhất", "Latest"}, 22)};
  for (const auto& [source, delay] : by) {
    section.rows.push_back(
        {.code = source,
         .cells = {TextCell(source), delay.events, delay.within_day, delay.within_week, delay.later,
                   InBoth([most = std::chrono::floor<std::chrono::minutes>(delay.most)](
                              Language language) { return DaysAndHours(most, language); })}});
  }
  return section;
}

PaperSection Signals(const Findings& found) {
  PaperSection section{
      .key = "signals",
      .title = {"4. Dấu hiệu cần xem ở hồ sơ của kỳ", "4. Signals of dossiers of the period"},
      .nothing = {"không có", "none"}};
  section.columns = {TextColumn("signal", {"Dấu hiệu", "Signal"}, 60),
                     CountColumn("dossiers", {"Số hồ sơ", "Dossiers"})};
  for (const auto& [signal, count] : found.signals) {
    section.rows.push_back({.code = fmt::format("{}", static_cast<uint32_t>(signal)),
                            .cells = {InBoth([which = signal](Language language) {
                                        return std::string(Text(which, language));
                                      }),
                                      count}});
  }
  return section;
}

}  // namespace

Result<statement::Paper> MakeQuality(const FormMaking& making) {
  const auto statement = statement::MakeMonthly(making.view, making.policy,
                                                making.Options(statement::GroupBy::kAgency));
  if (!statement) return statement.error();
  Findings found(making);
  if (auto read = ReadEvents(making, found); !read) return read.error();
  if (auto read = ReadDossiers(making, found); !read) return read.error();
  const auto waiting = FindWaiting(making.view);
  if (!waiting) return waiting.error();
  auto started =
      StartPaper(making, *statement, {"BÁO CÁO CHẤT LƯỢNG DỮ LIỆU", "REPORT ON DATA QUALITY"});
  if (!started) return started.error();
  statement::Paper& paper = *started;
  paper.sections = {WithoutDue(making, *statement, found),
                    Quarantined(*waiting),
                    LateEntry(found.delays),
                    Signals(found),
                    found.lists.NotInList(),
                    found.lists.Awaiting(),
                    found.lists.Differing(),
                    found.portal.Mismatches(),
                    found.lists.Outside()};
  paper.notes = {
      {"Mục 2 là tình trạng hiện nay, không phải của kỳ. Dữ liệu gửi lại y nguyên được nhận ra và "
       "không ghi thêm vào sổ.",
       "Section 2 is of the present, not of the period. What is sent again word for word is "
       "recognised and not recorded again."},
      {"Dấu hiệu ở mục 4 không làm thay đổi số liệu nào.",
       "Signals of section 4 change no figure."}};
  return started;
}

}  // namespace dunghan::report
