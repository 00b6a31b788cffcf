#include "loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "book_digest.h"
#include "calendar_file.h"
#include "dunghan/base/text.h"
#include "law_file.h"

namespace dunghan::rulebook {

using worktime::WorkingCalendar;

namespace {

// All of it is kept in the ledger, and in memory.
constexpr size_t kMostInAll = size_t{128} << 20;

}  // namespace

Loader::Loader(std::shared_ptr<CodeTable> codes) : book_(new Rulebook) {
  book_->codes_ = std::move(codes);
  book_->other_ = book_->codes_->Intern<ReasonCode>(kOther);
}

Rulebook::Loaded Loader::Load(const Options& options) {
  for (const auto& path : options.calendars) AddFile(kCalendar, path);
  if (options.agencies) AddFile(kAgencies, *options.agencies);
  if (options.procedures) AddFile(kProcedures, *options.procedures);
  if (options.successors) AddFile(kSuccessors, *options.successors);
  if (options.law) AddFile(kLaw, *options.law);
  settings_ = SettingsOf(options);
  return LoadInputs();
}

Rulebook::Loaded Loader::Load(const Bundle& bundle) {
  for (const Bundle::File& file : bundle.files) inputs_.push_back({file, file.name, {}, true});
  settings_ = ReadSettings({std::string(kSettings), bundle.settings}, problems_);
  CheckRoles();
  return LoadInputs();
}

void Loader::AddFile(std::string_view role, const std::filesystem::path& path) {
  Input input{{std::string(role), path.filename().string(), {}}, path.string()};
  const size_t most = role == kCalendar || role == kLaw ? kMostToml : kMostList;
  if (size_ > kMostInAll) {
    input.unreadable.push_back({path.string(), 0, "",
                                fmt::format("cannot be read: expected at most {} bytes in all "
                                            "files together, got more",
                                            kMostInAll)});
  } else if (auto bytes = ReadBytes(path, most, input.unreadable)) {
    input.file.bytes = *std::move(bytes);
    size_ += input.file.bytes.size();
  }
  inputs_.push_back(std::move(input));
}

Rulebook::Loaded Loader::LoadInputs() {
  LoadCalendars();
  LoadList(kAgencies, &Loader::LoadAgencies);
  LoadList(kProcedures, &Loader::LoadProcedures);
  LoadList(kSuccessors, &Loader::LoadSuccessors);
  LoadList(kLaw, &Loader::LoadLaw);
  CheckSuccessors(*book_, places_, problems_);
  SortProblems();
  if (HasErrors(problems_)) return {.rulebook = nullptr, .problems = std::move(problems_)};
  SetPolicies();
  Finish();
  return {.rulebook = std::move(book_), .problems = std::move(problems_)};
}

/// A bundle may have been put together by hand.
void Loader::CheckRoles() {
  constexpr std::array kLists{kAgencies, kProcedures, kSuccessors, kLaw};
  std::map<std::string_view, std::string_view> list_of;
  for (const Input& input : inputs_) {
    const std::string_view role = input.file.role;
    if (role == kCalendar) continue;
    if (std::find(kLists.begin(), kLists.end(), role) == kLists.end()) {
      Add(input.shown, 0, "", "unknown role " + JsonQuote(role));
    } else if (const auto [first, is_new] = list_of.emplace(role, input.shown); !is_new) {
      Add(input.shown, 0, "", fmt::format("a second list of {} beside {}", role, first->second));
    }
  }
}

void Loader::LoadCalendars() {
  bool any = false;
  for (const Input& input : inputs_) {
    if (input.file.role != kCalendar) continue;
    any = true;
    LoadCalendar(input);
  }
  if (!any) Add("", 0, "calendars", "expected at least one calendar file, got none");
  ChooseDefaultCalendar();
}

void Loader::LoadCalendar(const Input& input) {
  LoadedCalendar loaded;
  loaded.problems = input.unreadable;
  if (loaded.problems.empty()) loaded = ReadCalendar(input.text());
  problems_.insert(problems_.end(), loaded.problems.begin(), loaded.problems.end());
  nameless_calendar_ = nameless_calendar_ || loaded.name.empty();
  if (loaded.name.empty()) return;
  const auto [other, is_new] = calendar_files_.emplace(loaded.name, input.shown);
  if (!is_new) {
    Add(input.shown, 0, "name",
        fmt::format("{} is the name of {} already", JsonQuote(loaded.name), other->second));
  }
  if (!is_new || !loaded.spec) return;
  auto calendar = WorkingCalendar::Build(*std::move(loaded.spec));
  if (!calendar) return Add(input.shown, 0, "", calendar.error().for_client);
  auto shared = std::make_shared<const WorkingCalendar>(*std::move(calendar));
  if (!book_->default_calendar_) book_->default_calendar_ = shared;
  book_->calendars_.emplace(loaded.name, std::move(shared));
}

void Loader::ChooseDefaultCalendar() {
  const std::string& name = settings_.default_calendar;
  if (name.empty()) return;
  if (!calendar_files_.contains(name) && !nameless_calendar_) {
    Add("", 0, "default_calendar", UnknownCalendar(name));
  }
  const auto chosen = book_->calendars_.find(name);
  if (chosen != book_->calendars_.end()) book_->default_calendar_ = chosen->second;
}

std::string Loader::UnknownCalendar(std::string_view name) {
  std::vector<std::string_view> names;
  for (const auto& [known, file] : calendar_files_) names.push_back(known);
  return fmt::format("unknown calendar {}{}", JsonQuote(name), suggester_.For(name, names));
}

void Loader::LoadList(std::string_view role, void (Loader::*load)(const FileText&)) {
  for (const Input& input : inputs_) {
    if (input.file.role != role) continue;
    problems_.insert(problems_.end(), input.unreadable.begin(), input.unreadable.end());
    if (input.unreadable.empty()) (this->*load)(input.text());
  }
}

void Loader::LoadAgencies(const FileText& input) {
  const size_t before = problems_.size();
  places_.agencies_file = input.file;
  auto rows = ReadAgencies(input, *book_->codes_, problems_);
  // Of a list that could not be read nobody is told that something is not on it.
  book_->agencies_listed_ = places_.agencies_listed = !rows.empty() || problems_.size() == before;
  for (AgencyRow& row : rows) {
    row.agency.calendar = book_->default_calendar_;
    if (!row.calendar.empty()) {
      const auto calendar = book_->calendars_.find(row.calendar);
      if (calendar != book_->calendars_.end()) row.agency.calendar = calendar->second;
      if (!calendar_files_.contains(row.calendar) && !nameless_calendar_) {
        Add(input.file, row.line, "calendar", UnknownCalendar(row.calendar));
      }
    }
    book_->agencies_.push_back(std::move(row.agency));
    places_.agencies.push_back(row.line);
  }
  book_->agency_rows_.Build(
      book_->agencies_, [](const Agency& row) { return row.code.number(); },
      [](const Agency& a, const Agency& b) { return a.valid_from < b.valid_from; });
  WarnOfNoRows(input, book_->agencies_.size(), before);
}

void Loader::LoadProcedures(const FileText& input) {
  const size_t before = problems_.size();
  auto rows = ReadProcedures(input, *book_->codes_, problems_);
  book_->procedures_listed_ = places_.procedures_listed =
      !rows.empty() || problems_.size() == before;
  for (ProcedureRow& row : rows) {
    CheckHandledBy(input, row);
    book_->procedures_.push_back(std::move(row.procedure));
  }
  book_->procedure_rows_.Build(
      book_->procedures_, [](const Procedure& row) { return row.code.number(); },
      [](const Procedure& a, const Procedure& b) { return a.valid_from < b.valid_from; });
  WarnOfNoRows(input, book_->procedures_.size(), before);
}

void Loader::CheckHandledBy(const FileText& input, const ProcedureRow& row) {
  const auto& agencies = row.procedure.handled_by;
  if (!agencies.empty() || !row.procedure.handled_by_tiers.empty()) {
    book_->says_who_handles_ = true;
  }
  for (const AgencyCode code : agencies) {
    if (!book_->agencies_listed_ || book_->FindAgency(code)) continue;
    if (handlers_.empty()) {
      handlers_.assign(kTierWords.begin(), kTierWords.end());
      for (const Agency& agency : book_->agencies_) handlers_.push_back(agency.code.text());
    }
    Add(input.file, row.line, "handled_by",
        fmt::format("unknown tier or agency {}{}", JsonQuote(code.text()),
                    suggester_.For(code.text(), handlers_)));
  }
}

void Loader::LoadLaw(const FileText& input) {
  book_->laws_ = ReadLaw(input, *book_->codes_, problems_);
}

void Loader::LoadSuccessors(const FileText& input) {
  places_.successors_file = input.file;
  for (const SuccessorRow& row : ReadSuccessors(input, *book_->codes_, problems_)) {
    const Successor& successor = row.successor;
    const auto check_agency = [&](std::string_view field, AgencyCode code) {
      if (!code || !book_->agencies_listed_ || book_->FindAgency(code)) return;
      Add(input.file, row.line, std::string(field), "unknown agency " + JsonQuote(code.text()));
    };
    check_agency("old", successor.old_agency);
    check_agency("new", successor.new_agency);
    if (successor.procedure && book_->procedures_listed_ &&
        !book_->FindProcedure(successor.procedure)) {
      Add(input.file, row.line, "procedure",
          "unknown procedure " + JsonQuote(successor.procedure.text()));
    }
    book_->successors_.push_back(successor);
    // Without a date, which is told of already, it is left out of further checks.
    places_.successors.push_back(row.dated ? row.line : 0);
  }
  book_->successor_rows_.Build(
      book_->successors_, [](const Successor& row) { return row.old_agency.number(); },
      [](const Successor& a, const Successor& b) {
        return a.procedure.number() < b.procedure.number();
      });
}

void Loader::SetPolicies() {
  book_->unknown_ = settings_.unknown;
  book_->comparison_ = settings_.comparison;
  book_->index766_ = std::make_shared<const dossier::Index766Policy>(settings_.index766);
  book_->due_rules_.same_day_cutoff = settings_.same_day_cutoff;
  book_->acceptance_limit_ = settings_.acceptance_limit;
  for (const std::string& name : settings_.mirrors) {
    book_->mirrors_.push_back(book_->codes_->Intern<SourceName>(name));
  }
  for (const std::string& name : settings_.lists) {
    book_->lists_.push_back(book_->codes_->Intern<SourceName>(name));
  }
  for (const auto& [name, reach] : settings_.reaches) {
    Rulebook::Reach& one = book_->reaches_.emplace_back();
    one.source = book_->codes_->Intern<SourceName>(name);
    one.rank = reach.rank;
    for (const std::string& code : reach.agencies) {
      one.agencies.push_back(book_->codes_->Intern<AgencyCode>(code));
    }
  }
  for (const std::string& reason : settings_.reasons) {
    book_->reasons_.push_back(book_->codes_->Intern<ReasonCode>(reason));
  }
  // Even where the settings name none and it is the first: the bundle says which one it was.
  settings_.default_calendar = book_->default_calendar_->name();
}

void Loader::Finish() {
  std::set<LocalDay> days;
  for (const Successor& row : book_->successors_) days.insert(row.date);
  book_->successions_.assign(days.begin(), days.end());
  days.clear();
  for (const Agency& row : book_->agencies_) {
    if (row.valid_from) days.insert(*row.valid_from);
    // The last day belongs to the row.
    if (row.valid_to) days.insert(*row.valid_to + std::chrono::days{1});
  }
  book_->tree_changes_.assign(days.begin(), days.end());
  for (Input& input : inputs_) book_->bundle_.files.push_back(std::move(input.file));
  book_->bundle_.settings = WriteSettings(settings_);
  // Last: it is of all the others.
  book_->digest_ = DigestOf(*book_);
}

void Loader::Add(std::string file, int line, std::string field, std::string message) {
  problems_.push_back({.file = std::move(file),
                       .line = line,
                       .field = std::move(field),
                       .message = std::move(message)});
}

void Loader::WarnOfNoRows(const FileText& input, size_t rows, size_t problems_before) {
  if (rows > 0 || problems_.size() > problems_before) return;
  problems_.push_back(
      {input.file, 0, "", "no rows: every code counts as unknown", Problem::Severity::kWarning});
}

/// File by file in the order of loading, then by line.
void Loader::SortProblems() {
  std::map<std::string_view, size_t> rank;  // what belongs to no file stands before the lists
  const size_t none =
      1 + static_cast<size_t>(std::count_if(inputs_.begin(), inputs_.end(), [](const Input& input) {
        return input.file.role == kCalendar;
      }));
  for (const Input& input : inputs_) {
    rank.emplace(input.shown, (input.file.role == kCalendar ? 0 : none) + rank.size());
  }
  const auto place = [&](const Problem& problem) {
    const auto file = rank.find(problem.file);
    return std::pair(file == rank.end() ? none : file->second, problem.line);
  };
  std::stable_sort(problems_.begin(), problems_.end(),
                   [&](const Problem& a, const Problem& b) { return place(a) < place(b); });
}

}  // namespace dunghan::rulebook
