#include "rulebook/rulebook_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <ostream>
#include <set>
#include <sstream>
#include <string>

#include "dunghan/rulebook/index766_switches.h"

namespace dunghan::commands {
namespace {

using rulebook::Rulebook;
using worktime::CalendarException;
using worktime::CalendarSpec;

struct Word {
  std::string_view key;
  std::string_view vi;
};
// What settings are called; in English they go by their keys.
constexpr std::array<Word, 8> kSettings = {
    {{"default_calendar", "lịch làm việc mặc định"},
     {"unknown", "mã không có trong danh mục"},
     {"mirrors", "nguồn chỉ để đối chiếu"},
     {"lists", "nguồn gửi danh sách"},
     {"reasons", "danh mục lý do"},
     {"comparison", "cách so với hạn"},
     {"same_day_cutoff_minutes", "giờ chốt nhận hồ sơ trả trong ngày (phút)"},
     {"acceptance_limit", "thời hạn tiếp nhận trực tuyến"}}};

std::string Days(const std::optional<LocalDay>& from, const std::optional<LocalDay>& to) {
  if (!from && !to) return "";
  return fmt::format(" [{}..{}]", from ? FormatDate(*from) : "", to ? FormatDate(*to) : "");
}

/// A name, and the English one if there is one.
std::string Named(const std::string& name, const std::string& english) {
  return english.empty() ? name : fmt::format("{} ({})", name, english);
}

/// The lines of one rulebook: what two share is the same line in both.
class RulebookLines {
 public:
  RulebookLines(const Rulebook& rulebook, Language language)
      : rulebook_(rulebook), vi_(language == Language::kVi) {
    AddSettings();
    for (const auto& rules : rulebook.index766()) AddIndex766(rules);
    for (const auto& [name, calendar] : rulebook.calendars()) AddCalendar(calendar->spec());
    for (const auto& row : rulebook.agencies()) AddAgency(row);
    for (const auto& row : rulebook.procedures()) AddProcedure(row);
    for (const auto& row : rulebook.successors()) AddSuccessor(row);
    for (const auto& law : rulebook.laws()) AddLaw(law);
  }
  const std::set<std::string>& all() const { return lines_; }

 private:
  std::string_view Say(std::string_view vi, std::string_view en) const { return vi_ ? vi : en; }

  void AddSettings() {
    std::istringstream text(rulebook_.bundle().settings);
    for (std::string line; std::getline(text, line);) {
      if (line.starts_with("[[")) break;  // tables come last, and stand below
      const std::string_view key = std::string_view(line).substr(0, line.find(' '));
      const auto word = std::find_if(kSettings.begin(), kSettings.end(),
                                     [&](const Word& each) { return each.key == key; });
      if (vi_ && word != kSettings.end()) {
        lines_.insert(fmt::format("thiết lập {}{}", word->vi, line.substr(key.size())));
      } else {
        lines_.insert(fmt::format("{} {}", Say("thiết lập", "setting"), line));
      }
    }
  }

  void AddIndex766(const dossier::Index766Rules& rules) {
    std::string line = fmt::format("{}{}: confirmed = {}", Say("chỉ số 766", "index 766"),
                                   Days(rules.valid_from, {}), rules.confirmed);
    for (const rulebook::IndexSwitch& one : rulebook::IndexSwitches()) {
      line += fmt::format(", {} = {}", one.name, one.values[one.get(rules)]);
    }
    lines_.insert(std::move(line));
  }

  std::string Hours(const std::vector<worktime::OpenInterval>& hours) const {
    if (hours.empty()) return std::string(Say("nghỉ", "closed"));
    std::string text;
    for (const auto& interval : hours) {
      if (!text.empty()) text += ", ";
      text += worktime::ToString(interval);
    }
    return text;
  }
  std::string By(const std::string& source) const {
    return source.empty() ? "" : fmt::format(" {} {}", Say("theo", "by"), source);
  }

  void AddCalendar(const CalendarSpec& spec) {
    constexpr std::array<std::string_view, 7> kEn = {"sun", "mon", "tue", "wed",
                                                     "thu", "fri", "sat"};
    constexpr std::array<std::string_view, 7> kVi = {"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư",
                                                     "thứ Năm",  "thứ Sáu", "thứ Bảy"};
    const std::string head = fmt::format("{} {}", Say("lịch làm việc", "calendar"), spec.name);
    lines_.insert(fmt::format("{} {}{}", head, spec.zone, Days(spec.valid_from, spec.valid_to)));
    for (size_t day = 0; day < spec.weekly.size(); ++day) {
      lines_.insert(fmt::format("{} {} {}", head, (vi_ ? kVi : kEn)[day], Hours(spec.weekly[day])));
    }
    for (const CalendarException& exception : spec.exceptions) {
      lines_.insert(fmt::format(
          "{} {} {} {}{}{}", head, FormatDate(exception.date), Hours(exception.hours),
          exception.name, By(exception.source),
          exception.confirmed ? "" : Say(" (chưa có thông báo chính thức)", " (not confirmed)")));
    }
  }

  std::string TierOf(rulebook::Tier tier) const {
    return std::string(vi_ ? report::Text(tier, Language::kVi) : ToString(tier));
  }

  /// A code with its name, where the list has one.
  std::string Agency(AgencyCode code) const {
    const rulebook::Agency* row = rulebook_.FindAgency(code);
    return row ? fmt::format("{} {}", code.text(), row->name) : std::string(code.text());
  }

  void AddAgency(const rulebook::Agency& row) {
    lines_.insert(fmt::format("{} {} {} {} {} {} {} {}{}", Say("cơ quan", "agency"),
                              row.code.text(), Named(row.name, row.name_en), TierOf(row.tier),
                              Say("thuộc", "below"), row.parent ? Agency(row.parent) : "-",
                              Say("lịch làm việc", "calendar"), row.calendar->name(),
                              Days(row.valid_from, row.valid_to)));
  }

  /// What a procedure is: "", "petition, ", "online full, ".
  std::string Nature(const rulebook::Procedure& row) const {
    constexpr std::array<std::string_view, 3> kEn = {"", "online partial, ", "online full, "};
    constexpr std::array<std::string_view, 3> kVi = {"", "trực tuyến một phần, ",
                                                     "trực tuyến toàn trình, "};
    static_assert(static_cast<int>(rulebook::OnlineLevel::kFull) == 2);
    const bool petition = row.kind == rulebook::ProcedureKind::kPetition;
    return std::string(petition ? Say("phản ánh, kiến nghị, ", "petition, ") : "") +
           std::string((vi_ ? kVi : kEn)[static_cast<size_t>(row.online_level)]);
  }

  std::string HandledBy(const rulebook::Procedure& row) const {
    if (row.handled_by.empty() && row.handled_by_tiers.empty()) return "";
    std::vector<std::string> names;
    for (const auto tier : row.handled_by_tiers) names.push_back(TierOf(tier));
    for (const AgencyCode code : row.handled_by) names.push_back(Agency(code));
    return fmt::format(" {} {}", Say("do", "handled by"), fmt::join(names, ", "));
  }

  void AddProcedure(const rulebook::Procedure& row) {
    const bool pause = row.on_supplement == dossier::OnSupplement::kPause;
    const std::string_view after =
        pause ? Say("tạm dừng tính thời gian", "pause") : Say("tính lại từ đầu", "restart");
    lines_.insert(fmt::format(
        "{} {} {}, {}, {}{} {} {} {}{}{}{}", Say("thủ tục", "procedure"), row.code.text(),
        Named(row.name, row.name_en), row.field, Nature(row), Say("thời hạn", "limit"),
        row.limit ? worktime::ToString(*row.limit) : "-", Say("khi bổ sung hồ sơ", "supplement"),
        after, HandledBy(row), Days(row.valid_from, row.valid_to), By(row.decision)));
  }

  void AddSuccessor(const rulebook::Successor& row) {
    lines_.insert(fmt::format("{} {} > {} {} {} {}", Say("kế thừa", "successor"),
                              Agency(row.old_agency), Agency(row.new_agency),
                              row.procedure ? row.procedure.text() : "*", Say("từ", "from"),
                              FormatDate(row.date)));
  }

  void AddLaw(const rulebook::Law& law) {
    std::string text = fmt::format("{} {}", Say("căn cứ pháp lý", "law"),
                                   vi_ || law.citation_en.empty() ? law.citation : law.citation_en);
    const auto add = [&](std::string_view what, const auto& limit) {
      if (limit) text += fmt::format(", {} {}", what, worktime::ToString(*limit));
    };
    add(Say("tiếp nhận trong", "to accept within"), law.accept_within);
    add(Say("yêu cầu bổ sung trong", "supplement within"), law.supplement_within);
    if (law.pause_limits) {
      for (const auto& [reason, limit] : *law.pause_limits) {
        text += fmt::format(", {} {} {}", Say("tạm dừng vì", "pause for"), reason.text(),
                            worktime::ToString(limit));
      }
    }
    lines_.insert(text + Days(law.from, law.to));
  }

  const Rulebook& rulebook_;
  bool vi_;
  std::set<std::string> lines_;
};

}  // namespace

void PrintRowChanges(const Rulebook& before, const Rulebook& after, Language language,
                     std::ostream& out) {
  const RulebookLines old_lines(before, language);
  const RulebookLines new_lines(after, language);
  const auto print = [&out](char sign, const auto& those, const auto& without) {
    std::vector<std::string> lines;
    std::set_difference(those.begin(), those.end(), without.begin(), without.end(),
                        std::back_inserter(lines));
    for (const std::string& line : lines) out << sign << ' ' << line << '\n';
  };
  print('-', old_lines.all(), new_lines.all());
  print('+', new_lines.all(), old_lines.all());
}

}  // namespace dunghan::commands
