#include "quality_lists.h"

#include <algorithm>

namespace dunghan::report {
namespace {

using statement::CellKind;
using statement::PaperSection;

statement::PaperColumn InstantColumn(std::string key, Words heading) {
  auto column = OfKind(CountColumn(std::move(key), heading), CellKind::kInstant);
  column.width = 16;
  return column;
}

statement::PaperColumn DayColumn(std::string key, Words heading) {
  auto column = OfKind(CountColumn(std::move(key), heading), CellKind::kDay);
  column.width = 12;
  return column;
}

/// "tiếp nhận 08:00 07/06/2021, hẹn 14/06/2021, đang xử lý".
std::string WhatIsSaid(const dossier::Said& said, const worktime::Zone& zone, Language language) {
  std::string text;
  const auto add = [&](std::string_view part) {
    if (part.empty()) return;
    text += text.empty() ? "" : ", ";
    text.append(part);
  };
  if (said.received) {
    add(Say(language, "tiếp nhận {}", "received {}", DateTime(*said.received, zone)));
  }
  if (said.due) {
    const auto* day = std::get_if<LocalDay>(&*said.due);
    add(Say(language, "hẹn {}", "due {}",
            day ? Date(*day) : DateTime(std::get<Instant>(*said.due), zone)));
  }
  if (said.ended) add(Say(language, "kết thúc {}", "ended {}", DateTime(*said.ended, zone)));
  add(said.agency.text());
  add(Text(said.state, language));
  return text;
}

}  // namespace

void ListFindings::See(const statement::BehindDossier& dossier) {
  const dossier::Facts& facts = dossier.judged.facts;
  if (facts.said.empty()) return;
  if ((facts.signals & static_cast<uint32_t>(dossier::Signal::kSourcesDiffer)) != 0) {
    differing_.push_back(
        {std::string(dossier.code), dossier.agency, {facts.said.begin(), facts.said.end()}});
  }
  const auto& basis = dossier.judged.judgement.On(making_.request.basis);
  for (const dossier::Said& said : facts.said) {
    const auto role = making_.view.rulebook().RoleOf(said.source);
    if (role != rulebook::SourceRole::kLists) continue;
    if (!said.made_receipt || !dossier::IsOpen(dossier.standing)) continue;
    const bool awaits = basis.awaits_list && *basis.overdue_from <= dossier.seen_at;
    open_.push_back({std::string(dossier.code), dossier.agency, std::string(said.source.text()),
                     said.at, basis.due_day, awaits});
  }
}

void ListFindings::Hear(const dossier::Event& event) {
  const auto role = making_.view.timeline().RoleOf(event.source, event.at);
  const bool is_folded = making_.view.timeline().IsFolded(event);
  if (rulebook::MakesFigures(role) && !is_folded) {
    outside_[std::string(event.source.text())].insert(event.dossier);
  }
  if (event.type != dossier::EventType::kSnapshot || !is_folded) return;
  if (making_.view.rulebook().RoleOf(event.source) != rulebook::SourceRole::kLists) return;
  lists_[std::string(event.source.text())].insert(event.at);
}

statement::CellValue ListFindings::Agency(AgencyCode agency) const {
  return PrintedName(
      statement::NamedAgency(agency, making_.view.rulebook(), making_.request.period.to),
      making_.rules);
}

PaperSection ListFindings::NotInList() const {
  PaperSection section{.key = "not_in_list",
                       .title = {"5. Hồ sơ đang mở không có trong danh sách mới của nguồn",
                                 "5. Open dossiers that a newer list of their source has not"},
                       .nothing = {"không có", "none"}};
  section.columns = {TextColumn("dossier", {"Mã hồ sơ", "Dossier"}, 26),
                     TextColumn("agency", {"Cơ quan", "Agency"}, 30),
                     TextColumn("source", {"Nguồn", "Source"}, 16),
                     InstantColumn("last", {"Danh sách cuối có hồ sơ", "Last list that has it"}),
                     InstantColumn("since", {"Không có từ danh sách", "Missing since the list of"}),
                     DayColumn("due", {"Hẹn trả", "Due"})};
  for (const Listed& listed : open_) {
    const std::set<Instant>& lists = lists_.at(listed.source);
    const auto since = lists.upper_bound(listed.seen_in);
    if (since == lists.end()) continue;
    section.rows.push_back(
        {.code = listed.code,
         .cells = {TextCell(listed.code), Agency(listed.agency), TextCell(listed.source),
                   listed.seen_in, *since,
                   listed.due ? statement::CellValue(*listed.due) : statement::CellValue()}});
  }
  std::sort(section.rows.begin(), section.rows.end(),
            [](const auto& a, const auto& b) { return a.code < b.code; });
  return section;
}

PaperSection ListFindings::Awaiting() const {
  PaperSection section{.key = "awaiting",
                       .title = {"6. Hồ sơ đến hạn, chờ dữ liệu mới",
                                 "6. Dossiers fallen due since the newest list"},
                       .nothing = {"không có", "none"}};
  section.columns = {TextColumn("source", {"Nguồn", "Source"}, 16),
                     InstantColumn("newest", {"Danh sách mới nhất", "Newest list"}),
                     CountColumn("dossiers", {"Số hồ sơ", "Dossiers"})};
  for (const auto& [source, lists] : lists_) {
    const auto count = std::count_if(
        open_.begin(), open_.end(),
        [&name = source](const Listed& listed) { return listed.awaits && listed.source == name; });
    if (count == 0) continue;
    section.rows.push_back(
        {.code = source, .cells = {TextCell(source), *lists.rbegin(), int64_t{count}}});
  }
  return section;
}

PaperSection ListFindings::Differing() const {
  PaperSection section{.key = "sources_differ",
                       .title = {"7. Hai nguồn khác nhau", "7. Two sources that differ"},
                       .nothing = {"không có", "none"}};
  section.columns = {TextColumn("dossier", {"Mã hồ sơ", "Dossier"}, 26),
                     TextColumn("agency", {"Cơ quan", "Agency"}, 30),
                     TextColumn("source", {"Nguồn", "Source"}, 16),
                     InstantColumn("at", {"Nói lúc", "Said at"}),
                     TextColumn("said", {"Nội dung", "What it says"}, 60)};
  const auto& zone = making_.view.rulebook().default_calendar().zone();
  for (const Differs& each : differing_) {
    for (const dossier::Said& said : each.said) {
      section.rows.push_back(
          {.code = each.code + ":" + std::string(said.source.text()),
           .cells = {TextCell(each.code), Agency(each.agency),
                     TextCell(std::string(said.source.text())), said.at,
                     InBoth([&](Language language) { return WhatIsSaid(said, zone, language); })}});
    }
  }
  std::sort(section.rows.begin(), section.rows.end(),
            [](const auto& a, const auto& b) { return a.code < b.code; });
  return section;
}

PaperSection ListFindings::Outside() const {
  constexpr size_t kExamples = 60;  // bytes: two or three codes
  PaperSection section{.key = "outside",
                       .title = {"9. Hồ sơ ngoài phạm vi của nguồn, chỉ đối chiếu",
                                 "9. Dossiers beyond the reach of a source, compared alone"},
                       .nothing = {"không có", "none"}};
  section.columns = {TextColumn("source", {"Nguồn", "Source"}, 16),
                     CountColumn("dossiers", {"Số hồ sơ", "Dossiers"}),
                     TextColumn("examples", {"Ví dụ", "Such as"}, 50)};
  for (const auto& [source, dossiers] : outside_) {
    std::string examples;
    for (const std::string& code : dossiers) {
      if (examples.size() >= kExamples) break;
      examples += (examples.empty() ? "" : ", ") + code;
    }
    section.rows.push_back(
        {.code = source,
         .cells = {TextCell(source), static_cast<int64_t>(dossiers.size()), TextCell(examples)}});
  }
  return section;
}

}  // namespace dunghan::report
