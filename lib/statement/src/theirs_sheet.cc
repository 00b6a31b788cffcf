#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "dunghan/base/text.h"
#include "reconcile_codes.h"
#include "theirs_reading.h"

namespace dunghan::statement {
namespace {

using sheet::Cell;
using sheet::Row;
using sheet::TableHead;

using Headings = std::initializer_list<std::string_view>;

/// Columns of a list of dossiers; nobody's name, telephone or address is among them.
constexpr std::array<std::string_view, 5> kCodeHeadings = {"so ho so", "ma ho so", "ma so ho so",
                                                           "so bien nhan", "ma bien nhan"};
constexpr std::array<std::string_view, 6> kProcedureHeadings = {
    "ma tthc",     "ma thu tuc",        "ma thu tuc hanh chinh", "ten thu tuc hanh chinh",
    "ten thu tuc", "thu tuc hanh chinh"};
constexpr std::array<std::string_view, 11> kAgencyHeadings = {
    "ma co quan",        "ma don vi",    "ma dinh danh", "co quan don vi", "co quan giai quyet",
    "don vi giai quyet", "don vi xu ly", "co quan",      "don vi",         "ten co quan",
    "ten don vi"};
constexpr std::array<std::string_view, 5> kCounterHeadings = {
    "don vi tiep nhan", "co quan tiep nhan", "noi tiep nhan", "noi nop ho so", "noi nop"};
constexpr std::array<std::string_view, 3> kReceivedHeadings = {"ngay tiep nhan", "ngay nhan",
                                                               "thoi diem tiep nhan"};
constexpr std::array<std::string_view, 4> kDueHeadings = {"ngay hen tra", "hen tra",
                                                          "ngay hen tra ket qua", "han xu ly"};
constexpr std::array<std::string_view, 6> kEndHeadings = {
    "ngay ket thuc xu ly", "ngay ket thuc", "ngay xu ly xong",
    "ngay hoan thanh",     "ngay tra",      "ngay tra ket qua"};
constexpr std::array<std::string_view, 2> kStateHeadings = {"trang thai ho so", "trang thai"};

/// Lower in a name's heading, "Cơ quan / Tên", the last part says what it is.
std::string_view LeafOf(std::string_view plain) {
  const size_t slash = plain.rfind(" / ");
  return slash == std::string_view::npos ? plain : plain.substr(slash + 3);
}

bool IsName(std::string_view plain, bool& by_field) {
  const std::string_view leaf = LeafOf(plain);
  if (leaf.starts_with("linh vuc") || leaf.starts_with("ten linh vuc")) return by_field = true;
  by_field = false;
  for (const std::string_view begin :
       {"don vi", "co quan", "ten don vi", "ten co quan", "ten co quan don vi", "xa phuong"}) {
    if (leaf.starts_with(begin)) return true;
  }
  return false;
}

TheirRow::Level LevelOf(std::string_view number, std::string_view name) {
  const std::string plain = sheet::Plain(name.empty() ? number : name);
  // Word for word: "Công an" and "Tổng công ty" begin alike without their marks.
  constexpr std::array<std::string_view, 7> kTotals = {
      "tong cong", "tong so", "tong", "cong", "toan tinh", "tong cong toan tinh", "tong toan tinh"};
  if (std::find(kTotals.begin(), kTotals.end(), plain) != kTotals.end()) {
    return TheirRow::Level::kTotal;
  }
  // "I", "A": heads of groups.
  const std::string mark = sheet::OneLine(number);
  const bool roman = !mark.empty() && mark.find_first_not_of("IVX") == std::string::npos;
  const bool letter = mark.size() == 1 && mark[0] >= 'A' && mark[0] <= 'H';
  return roman || letter ? TheirRow::Level::kGroup : TheirRow::Level::kPlain;
}

std::string TextOf(const Row& row, int column) {
  const Cell* cell = column < 0 ? nullptr : row.At(column);
  return cell ? sheet::OneLine(cell->text) : std::string();
}

class TableOfTheirs {
 public:
  TableOfTheirs(const ReadingOptions& options, Theirs& theirs)
      : options_(options), theirs_(theirs) {}

  Result<void> TakeHead(const TableHead& head) {
    if (auto period = PeriodSaid(head.above); period && !options_.period) {
      theirs_.period = *period;
      theirs_.period_said = true;
    }
    if (const auto taken = TakenSaid(head.above); taken && !options_.taken) {
      theirs_.taken = options_.zone.ToInstant(taken->at);
      theirs_.taken_said = true;
    }
    code_ = head.Find(kCodeHeadings);
    const bool dated = head.Find(kReceivedHeadings) >= 0 || head.Find(kDueHeadings) >= 0;
    if (code_ >= 0 && dated) return TakeDossierHead(head);
    return TakeCountHead(head);
  }

  Result<bool> TakeRow(const Row& row) {
    if (theirs_.kind == TheirsKind::kDossiers) {
      TakeDossier(row);
    } else {
      TakeCounts(row);
    }
    return true;
  }

  /// After the last row. Where rows are numbered, one that is not sums up others.
  void Finish() {
    if (numbered_.empty()) return;
    for (const size_t row : unnumbered_) theirs_.rows[row].level = TheirRow::Level::kGroup;
  }

 private:
  Result<void> TakeDossierHead(const TableHead& head) {
    theirs_.kind = TheirsKind::kDossiers;
    theirs_.columns = {TheirCount::kDossiers};
    procedure_ = head.Find(kProcedureHeadings);
    agency_ = head.Find(kAgencyHeadings);
    counter_ = head.Find(kCounterHeadings);
    received_ = head.Find(kReceivedHeadings);
    due_ = head.Find(kDueHeadings);
    ended_ = head.Find(kEndHeadings);
    state_ = head.Find(kStateHeadings);
    LeaveOut(head, {code_, procedure_, agency_, counter_, received_, due_, ended_, state_});
    return {};
  }

  Result<void> TakeCountHead(const TableHead& head) {
    theirs_.kind = TheirsKind::kCounts;
    constexpr std::array<std::string_view, 4> kCodes = {"ma don vi", "ma co quan", "ma dinh danh",
                                                        "ma"};
    code_ = head.Find(kCodes);
    std::vector<int> read = {code_};
    for (const sheet::Heading& heading : head.headings) {
      if (name_ < 0 && heading.column != code_ && IsName(heading.plain, theirs_.by_field)) {
        name_ = heading.column;
        read.push_back(name_);
        continue;
      }
      const auto count = CountOfHeading(heading.plain);
      const bool known = count && std::find(theirs_.columns.begin(), theirs_.columns.end(),
                                            *count) != theirs_.columns.end();
      if (!count || known) continue;
      theirs_.columns.push_back(*count);
      counts_.push_back(heading.column);
      read.push_back(heading.column);
    }
    number_ = head.headings.front().column;
    read.push_back(number_);
    LeaveOut(head, read);
    if (name_ >= 0 && counts_.size() >= 2) return {};
    std::string found;
    for (const sheet::Heading& heading : head.headings) {
      found += (found.empty() ? "" : ", ") + JsonQuote(heading.text);
    }
    constexpr std::string_view kOfList = "Số hồ sơ, Ngày tiếp nhận, Ngày hẹn trả";
    constexpr std::string_view kOfReport = "Cơ quan, Tiếp nhận, Đã giải quyết, Đang giải quyết";
    return InvalidArgument(fmt::format(
        "{}: rows {} to {}: expected headings of a list of dossiers ({} ...) or of a report ({}), "
        "got {}",
        theirs_.file, head.first_row, head.last_row, kOfList, kOfReport, found));
  }

  void LeaveOut(const TableHead& head, const std::vector<int>& read) {
    for (const sheet::Heading& heading : head.headings) {
      const bool numbers = heading.plain == "stt" || heading.plain == "tt";
      if (!numbers && std::find(read.begin(), read.end(), heading.column) == read.end()) {
        // Of a list the first row alone: nothing below it is a heading for certain.
        const bool is_list = theirs_.kind == TheirsKind::kDossiers;
        theirs_.left_out.push_back(is_list ? heading.text.substr(0, heading.text.find(" / "))
                                           : heading.text);
      }
    }
  }

  void TakeCounts(const Row& row) {
    TheirRow their{.row = row.number, .code = TextOf(row, code_), .name = TextOf(row, name_)};
    const std::string number = number_ == name_ ? "" : TextOf(row, number_);
    their.level = LevelOf(number, their.name);
    if (their.name.empty() && their.level == TheirRow::Level::kTotal) their.name = number;
    bool any = false;
    std::vector<TheirFault> faults;
    for (size_t i = 0; i < counts_.size(); ++i) {
      const Cell* cell = row.At(counts_[i]);
      if (sheet::IsNothing(cell)) continue;
      const auto count = sheet::CountOf(*cell);
      any = any || count;
      their.counts[theirs_.columns[i]] = count;
      if (!count) faults.push_back(NoCount(their, *cell, theirs_.columns[i]));
    }
    // Lines for signatures and notes hold no count.
    if (!any || (their.name.empty() && their.code.empty())) return;
    // A blank in a row of counts is none of them.
    for (const TheirCount count : theirs_.columns) {
      const bool faulty = std::any_of(faults.begin(), faults.end(), [&](const TheirFault& fault) {
        return fault.what.vi.starts_with(WordsOf(count).vi);
      });
      if (!their.counts[count] && !faulty) their.counts[count] = 0;
    }
    theirs_.faults.insert(theirs_.faults.end(), faults.begin(), faults.end());
    const bool counted = !number.empty() || !their.code.empty();
    if (their.level == TheirRow::Level::kPlain) {
      (counted ? numbered_ : unnumbered_).push_back(theirs_.rows.size());
    }
    theirs_.rows.push_back(std::move(their));
  }

  static TheirFault NoCount(const TheirRow& row, const Cell& cell, TheirCount count) {
    const Words words = WordsOf(count);
    return {.row = row.row,
            .agency = row.name,
            .what = {fmt::format("{}: không phải là số đếm (cột {})", words.vi,
                                 sheet::ColumnName(cell.column)),
                     fmt::format("{}: not a count (column {})", words.en,
                                 sheet::ColumnName(cell.column))},
            .left = Said{sheet::OneLine(cell.text)},
            .right = {}};
  }

  void TakeDossier(const Row& row) {
    std::string code = TextOf(row, code_);
    std::erase(code, ' ');
    if (code.empty()) {
      ++theirs_.without_code;
      return;
    }
    if (!seen_.insert(DossierKey(code)).second) {
      ++theirs_.repeated;
      return;
    }
    TheirDossier dossier{
        .row = row.number,
        .code = std::move(code),
        .agency = IndexOf(TextOf(row, agency_), agencies_, theirs_.agencies),
        .counter = IndexOf(TextOf(row, counter_), agencies_, theirs_.agencies),
        .procedure = IndexOf(TextOf(row, procedure_), procedures_, theirs_.procedures)};
    dossier.received = TakeDate(row, received_, dossier.code);
    dossier.due = TakeDate(row, due_, dossier.code);
    dossier.ended = TakeDate(row, ended_, dossier.code);
    if (const std::string state = TextOf(row, state_); !state.empty()) {
      const auto [at, is_new] = states_.emplace(state, TheirState::kUnknown);
      if (is_new) at->second = ParseTheirState(state);
      dossier.state = at->second;
      // Each word for it once; cells that have slipped may hold a name, so it is not repeated.
      if (is_new && dossier.state == TheirState::kUnknown && theirs_.faults.size() < kMostFaults) {
        theirs_.faults.push_back(
            {.row = row.number,
             .agency = dossier.code,
             .what = {fmt::format("không rõ trạng thái (cột {})", sheet::ColumnName(state_)),
                      fmt::format("no known state (column {})", sheet::ColumnName(state_))},
             .left = {},
             .right = {}});
      }
    }
    if (dossier.state == TheirState::kUnknown && state_ < 0) {
      dossier.state = dossier.ended ? TheirState::kEnded : TheirState::kOpen;
    }
    theirs_.dossiers.push_back(std::move(dossier));
  }

  std::optional<sheet::Dated> TakeDate(const Row& row, int column, const std::string& code) {
    const Cell* cell = column < 0 ? nullptr : row.At(column);
    if (sheet::IsNothing(cell)) return std::nullopt;
    const auto date = sheet::DateOf(*cell);
    if (!date && theirs_.faults.size() < kMostFaults) {
      theirs_.faults.push_back(
          {.row = row.number,
           .agency = code,
           .what = {fmt::format("không phải là ngày (cột {})", sheet::ColumnName(column)),
                    fmt::format("not a date (column {})", sheet::ColumnName(column))},
           .left = {},  // cells that have slipped may hold a name
           .right = {}});
    }
    return date;
  }

  static uint32_t IndexOf(const std::string& text, std::unordered_map<std::string, uint32_t>& known,
                          std::vector<std::string>& texts) {
    if (text.empty()) return 0;
    const auto [at, is_new] = known.emplace(text, static_cast<uint32_t>(texts.size()));
    if (is_new) texts.push_back(text);
    return at->second;
  }

  static constexpr size_t kMostFaults = 1000;

  const ReadingOptions& options_;
  Theirs& theirs_;
  int number_ = -1;
  int code_ = -1;
  int name_ = -1;
  std::vector<int> counts_;         // columns, as Theirs::columns
  std::vector<size_t> numbered_;    // rows of theirs, plain ones
  std::vector<size_t> unnumbered_;  // likewise
  int procedure_ = -1;
  int agency_ = -1;
  int counter_ = -1;
  int received_ = -1;
  int due_ = -1;
  int ended_ = -1;
  int state_ = -1;
  std::unordered_map<std::string, uint32_t> agencies_;
  std::unordered_map<std::string, uint32_t> procedures_;
  std::unordered_map<std::string, TheirState> states_;
  std::unordered_set<std::string> seen_;  // codes of dossiers
};

Result<size_t> ChooseSheet(sheet::Workbook& workbook, const ReadingOptions& options) {
  if (!options.sheet) return workbook.FirstFilled();
  const auto sheets = workbook.Sheets();
  if (!sheets) return sheets.error();
  std::string names;
  for (size_t i = 0; i < sheets->size(); ++i) {
    if ((*sheets)[i].name == *options.sheet) return i;
    names += (names.empty() ? "" : ", ") + JsonQuote((*sheets)[i].name);
  }
  return NotFound(fmt::format("{}: no sheet {}; there are {}", workbook.name(),
                              JsonQuote(*options.sheet), names));
}

}  // namespace

Result<void> ReadTheirTable(sheet::Workbook& workbook, const ReadingOptions& options,
                            Theirs& theirs) {
  const auto which = ChooseSheet(workbook, options);
  if (!which) return which.error();
  if (options.sheet) theirs.sheet = *options.sheet;
  sheet::TableOptions table;
  for (const auto& headings : {std::span<const std::string_view>(kCodeHeadings),
                               std::span<const std::string_view>(kProcedureHeadings),
                               std::span<const std::string_view>(kAgencyHeadings),
                               std::span<const std::string_view>(kReceivedHeadings),
                               std::span<const std::string_view>(kDueHeadings),
                               std::span<const std::string_view>(kEndHeadings),
                               std::span<const std::string_view>(kStateHeadings)}) {
    table.known.insert(table.known.end(), headings.begin(), headings.end());
  }
  // A list may have more columns that are nobody's business than such as are known.
  table.known.insert(
      table.known.end(),
      {"ten linh vuc", "linh vuc", "phong ban", "chu ho so", "so dien thoai", "dia chi",
       "can bo xu ly hien tai", "don vi tiep nhan", "don vi ca nhan giai quyet", "ghi chu"});
  TableOfTheirs reader(options, theirs);
  auto read = sheet::ReadTable(
      workbook, *which, table, [&](const TableHead& head) { return reader.TakeHead(head); },
      [&](const Row& row) { return reader.TakeRow(row); });
  reader.Finish();
  return read;
}

}  // namespace dunghan::statement
