#include "setup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "dunghan/record/sqlite.h"

namespace dunghan::bench {
namespace {

const Instant kFrom = ParseRfc3339("2021-01-04T07:30:00+07:00").value();
const Instant kNow = ParseRfc3339("2021-12-17T10:00:00+07:00").value();

constexpr int64_t kDossiersAtOnce = 20'000;
constexpr size_t kFillGroup = 10'000;
constexpr const char* kLarge = "large";

}  // namespace

Setup::Setup(SetupOptions options) : options_(std::move(options)), clock_(kNow) {
  folder_ = options_.folder;
  if (folder_.empty()) {
    std::string name = (std::filesystem::temp_directory_path() / "dunghan-bench-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder can be made");
    folder_ = name;
  }
  std::filesystem::create_directories(folder_);
  WriteRulebook();
}

Setup::~Setup() {
  std::error_code ignored;
  for (const char* name : {"rulebook", kLarge}) {
    std::filesystem::remove_all(folder_ / name, ignored);
  }
  if (options_.folder.empty()) std::filesystem::remove_all(folder_, ignored);
}

void Setup::WriteRulebook() {
  const auto folder = Fresh("rulebook");
  std::filesystem::create_directories(folder);
  std::ofstream agencies(folder / "agencies.csv");
  agencies << "code,name,tier\n";
  for (int i = 0; i < kAgencies; ++i) {
    agencies << AgencyText(i) << (i < kDepartments ? ",Sở số " : ",Xã số ") << i
             << (i < kDepartments ? ",province\n" : ",commune\n");
  }
  std::ofstream procedures(folder / "procedures.csv");
  procedures << "code,name,field,limit\n";
  for (int i = 0; i < kProcedures; ++i) {
    procedures << fmt::format("{},Thủ tục số {},Lĩnh vực {},{}wd\n", ProcedureText(i), i, i % 40,
                              LimitOf(i));
  }
  agencies.close();
  procedures.close();
  rulebook::Options options;
  options.calendars = {DUNGHAN_BENCH_CALENDAR};
  options.agencies = folder / "agencies.csv";
  options.procedures = folder / "procedures.csv";
  auto loaded = rulebook::Rulebook::Load(options, codes_);
  if (!loaded.rulebook) throw std::runtime_error(ToString(loaded.problems.front()));
  rulebook_ = loaded.rulebook;
}

std::filesystem::path Setup::Fresh(const std::string& name) const {
  Remove(name);
  return folder_ / name;
}

void Setup::Remove(const std::string& name) const { std::filesystem::remove_all(folder_ / name); }

void Setup::SyncDisk() const {
  const int fd = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::syncfs(fd);
  ::close(fd);
}

ledger::Options Setup::LedgerOptions(const std::filesystem::path& folder) const {
  ledger::Options options;
  options.folder = folder;
  options.backend = record::Sqlite();
  options.tell_changes = false;  // as an import has it
  options.rulebook = rulebook_;
  options.codes = codes_;
  options.clock = &clock_;
  return options;
}

std::unique_ptr<ledger::Ledger> Setup::Open(const std::filesystem::path& folder) const {
  return std::move(ledger::Open(LedgerOptions(folder)).value());
}

Workload Setup::Year(int64_t dossiers, int64_t open, Life life) const {
  return {{.dossiers = dossiers, .open = open, .life = life, .from = kFrom, .now = kNow},
          codes_,
          rulebook_->default_calendar()};
}

Workload Setup::LastWeeks(int64_t dossiers, const std::string& batch) const {
  return {{.dossiers = dossiers,
           .open = dossiers / 10,
           .life = Life::kFull,
           .from = kNow - std::chrono::days{14},
           .now = kNow,
           .batch = batch},
          codes_,
          rulebook_->default_calendar()};
}

int64_t Setup::Fill(const std::filesystem::path& folder, const Workload& workload,
                    int64_t dossiers) const {
  const auto ledger = Open(folder);
  int64_t count = 0;
  for (int64_t first = 0; first < dossiers; first += kDossiersAtOnce) {
    auto events = workload.Events(first, std::min(dossiers, first + kDossiersAtOnce));
    DropUnused(events);
    const auto items = ToItems(std::move(events));
    AppendAll(*ledger, items, kFillGroup);
    count += static_cast<int64_t>(items.size());
  }
  return count;
}

std::filesystem::path Setup::LargeLedger() {
  if (!std::exchange(large_made_, true)) {
    const int64_t dossiers = options_.events;
    Fill(Fresh(kLarge), Year(dossiers, dossiers / 10, Life::kShort), dossiers);
  }
  return folder_ / kLarge;
}

std::vector<ledger::Item> ToItems(std::vector<dossier::Event> events) {
  std::vector<ledger::Item> items;
  items.reserve(events.size());
  for (auto& event : events) items.push_back({std::move(event), {}});
  return items;
}

void AppendAll(ledger::Ledger& ledger, std::span<const ledger::Item> items, size_t group) {
  for (size_t first = 0; first < items.size(); first += group) {
    const auto piece = items.subspan(first, std::min(group, items.size() - first));
    const auto appended = ledger.Append(piece).value();
    for (const auto& item : appended.items) {
      if (item.outcome != ledger::Outcome::kStored) {
        throw std::runtime_error("an event of the workload was not stored");
      }
    }
  }
}

}  // namespace dunghan::bench
