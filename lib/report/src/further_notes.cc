#include "further_notes.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "dunghan/figures/count_table.h"
#include "format.h"
#include "row_fields.h"

namespace dunghan::report {
namespace {

using figures::Beside;
using figures::Rate;
using std::chrono::milliseconds;

/// Those that say something, in the order of their lines.
std::vector<const Beside*> Lines() {
  std::vector<const Beside*> lines;
  for (const Beside& figure : figures::FiguresBeside()) {
    if (!figure.line.words.vi.empty()) lines.push_back(&figure);
  }
  const auto place_of = [](const Beside* figure) {
    const int place = figure->line.place;
    return place == 0 ? std::numeric_limits<int>::max() : place;
  };
  std::stable_sort(lines.begin(), lines.end(), [&](const Beside* one, const Beside* next) {
    return place_of(one) < place_of(next);
  });
  return lines;
}

/// Lines of one row, those with nothing in them left out.
class Notes {
 public:
  Notes(const statement::StatementRow& row, milliseconds usual_day, Language language)
      : row_(row), usual_day_(usual_day), language_(language) {}

  std::string Write() {
    for (const Beside* figure : Lines()) {
      if (figure->line.also_if && !figure->line.also_if(row_.figures, row_.further)) continue;
      const std::string_view words = figure->line.words.In(language_);
      std::visit([&](const auto& value) { Tell(words, value); }, figure->value);
    }
    // What a working day is, if any time was given in such days.
    if (in_days_) {
      Add(Say(language_, "Trong đó {}", "In these times {}", UsualDayText(usual_day_, language_)));
    }
    return std::move(lines_);
  }

 private:
  void Add(const std::string& line) { lines_ += "  " + line + "\n"; }

  void Tell(std::string_view words, const figures::CountIn& count) {
    Fill(words, row_.further.*count.of != 0);
  }
  void Tell(std::string_view words, const figures::TimeIn& time) {
    Fill(words, (row_.further.*time.of).count() > 0);
  }
  void Tell(std::string_view words, const figures::RateIn& rate) {
    Share(words, row_.further.*rate.of);
  }
  void Tell(std::string_view words, const figures::RateOfCounts& rate) {
    Share(words, rate.of(row_.figures));
  }
  void Tell(std::string_view words, const figures::TimesIn& times) {
    std::string list;
    for (const auto& [key, time] : row_.further.*times.of) {
      list += fmt::format("{}{} {}", list.empty() ? "" : ", ", KindText(key), Time(time));
    }
    if (!list.empty()) Add(fmt::format("{}: {}", words, list));
  }
  void Tell(std::string_view words, const figures::CodesIn& codes) {
    std::string list;
    for (const auto& [code, count] : row_.further.*codes.of) {
      const std::string name =
          code.empty() ? Say(language_, "chưa nêu", "not stated") : ReasonText(code, language_);
      list += fmt::format("{}{} {}", list.empty() ? "" : ", ", name, Number(count, language_));
    }
    if (!list.empty()) Add(fmt::format("{}: {}", words, list));
  }

  /// "54/60 = 90,00 %"; nothing for 0/0.
  void Share(std::string_view words, const Rate& rate) {
    if (rate.all == 0) return;
    Add(fmt::format("{}: {}/{} = {}", words, Number(rate.on_time, language_),
                    Number(rate.all, language_), Percent(rate, language_)));
  }

  /// Puts figures in the place of their paths in braces. Counts are looked at first: of times, only
  /// those that are printed say that a working day was used.
  void Fill(std::string_view words, bool is_any) {
    std::string line;
    std::vector<FieldValue> values;
    ForEachPath(words, [&](std::string_view /*before*/, std::string_view path) {
      if (path.empty()) return;
      values.push_back(FieldAt(path).read(row_));
      const auto* count = std::get_if<int64_t>(&values.back());
      is_any = is_any || (count && *count != 0);
    });
    if (!is_any) return;
    auto value = values.begin();
    ForEachPath(words, [&](std::string_view before, std::string_view path) {
      line += before;
      if (path.empty()) return;
      const auto* time = std::get_if<milliseconds>(&*value);
      line += time ? Time(*time) : Number(std::get<int64_t>(*value), language_);
      ++value;
    });
    Add(line);
  }

  /// Each path with the text before it; at last the rest, with no path.
  template <class Do>
  static void ForEachPath(std::string_view words, Do act) {
    for (size_t open = words.find('{'); open != std::string_view::npos; open = words.find('{')) {
      const size_t close = words.find('}', open);
      act(words.substr(0, open), words.substr(open + 1, close - open - 1));
      words.remove_prefix(close + 1);
    }
    act(words, {});
  }

  std::string Time(milliseconds time) {
    // Shorter times are told in hours, and need no word on what a day is.
    in_days_ |= usual_day_.count() > 0 && time >= usual_day_;
    return Worked(time, usual_day_, language_);
  }

  /// "payment:thue" as the words for the kind and the reason in brackets.
  std::string KindText(const std::string& key) const {
    using dossier::SuspensionKind;
    const std::string kind = key.substr(0, key.find(':'));
    const SuspensionKind named = kind == "supplement" ? SuspensionKind::kSupplement
                                 : kind == "payment"  ? SuspensionKind::kPayment
                                                      : SuspensionKind::kStop;
    std::string text(Text(named, language_));
    if (kind.size() < key.size()) {
      text += fmt::format(" ({})", ReasonText(key.substr(kind.size() + 1), language_));
    }
    return text;
  }

  const statement::StatementRow& row_;
  milliseconds usual_day_;
  Language language_;
  bool in_days_ = false;
  std::string lines_;
};

std::string Petitions(const statement::StatementRow& row, Language language) {
  const figures::Figures& f = row.figures;
  const auto n = [&](int64_t value) { return Number(value, language); };
  const int64_t open = f.open_in_time + f.open_overdue + f.open_suspended + f.open_unmeasurable;
  const int64_t ended = f.finished_early + f.finished_on_time + f.finished_late +
                        f.finished_unmeasurable + f.withdrawn;
  if (f.carried_over + open + ended == 0) return {};
  return Say(language,
             "  Phản ánh, kiến nghị theo ngày hẹn trả (theo thời hạn riêng: mẫu petitions): kỳ "
             "trước {}, tiếp nhận {}, đã giải quyết {} (quá hạn {}), đang "
             "giải quyết {} (quá hạn {})\n",
             "  Petitions by their dues (by limits of their own: form petitions): carried over {}, "
             "received {}, ended {} (late {}), open {} (overdue {})\n",
             n(f.carried_over), n(f.received), n(ended), n(f.finished_late), n(open),
             n(f.open_overdue));
}

}  // namespace

std::string FurtherNotes(const statement::Statement& statement, Language language) {
  const std::string lines = Notes(statement.total, statement.usual_day, language).Write() +
                            Petitions(statement.petitions, language);
  if (lines.empty()) return {};
  return Say(language, "Số liệu khác:\n", "Further figures:\n") + lines;
}

}  // namespace dunghan::report
