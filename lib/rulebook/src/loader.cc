#include "loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "digest.h"
#include "dunghan/base/text.h"
#include "input.h"

namespace dunghan::rulebook {
namespace {

using worktime::CalendarException;
using worktime::CalendarSpec;
using worktime::OpenInterval;
using worktime::WorkingCalendar;

// Rules rest on them: a reopening for the citizen's sake takes no end back, and codes outside the
// list need a name to go by.
constexpr std::string_view kCitizen = "citizen";
constexpr std::string_view kOther = "other";

void Put(DigestWriter& out, const std::vector<OpenInterval>& hours) {
  out.Number(static_cast<int64_t>(hours.size()));
  for (const OpenInterval& interval : hours) {
    out.Number(interval.open.count()).Number(interval.close.count());
  }
}

/// A built calendar's spec, whose hours and exceptions are in order.
void Put(DigestWriter& out, const CalendarSpec& spec) {
  out.Text(spec.name).Text(spec.zone).Day(spec.valid_from).Day(spec.valid_to);
  for (const auto& hours : spec.weekly) Put(out, hours);
  out.Number(static_cast<int64_t>(spec.exceptions.size()));
  for (const CalendarException& exception : spec.exceptions) {
    out.Day(exception.date).Text(exception.name).Text(exception.source);
    out.Number(exception.confirmed ? 1 : 0);
    Put(out, exception.hours);
  }
}

void Put(DigestWriter& out, const Agency& agency) {
  out.Coded(agency.code).Text(agency.name).Text(agency.name_en).Choice(agency.tier);
  out.Coded(agency.parent).Day(agency.valid_from).Day(agency.valid_to);
  out.Text(agency.calendar->name());
}

void Put(DigestWriter& out, const Procedure& row) {
  out.Coded(row.code).Text(row.name).Text(row.name_en).Choice(row.kind).Text(row.field);
  out.Choice(row.online_level).Text(row.limit ? ToString(*row.limit) : "");
  out.Choice(row.on_supplement).Day(row.valid_from).Day(row.valid_to).Text(row.decision);
}

void Put(DigestWriter& out, const Successor& row) {
  out.Coded(row.old_agency).Coded(row.new_agency).Coded(row.procedure).Day(row.date);
}

template <class T, class Less>
void PutAll(DigestWriter& out, const std::vector<T>& items, Less less) {
  out.Number(static_cast<int64_t>(items.size()));
  for (const T& item : InOrder(items, less)) Put(out, item);
}

}  // namespace

Loader::Loader(std::shared_ptr<CodeTable> codes) : book_(new Rulebook) {
  book_->codes_ = std::move(codes);
  book_->other_ = book_->codes_->Intern<ReasonCode>(kOther);
}

Rulebook::Loaded Loader::Load(const Options& options) {
  LoadCalendars(options);
  if (options.agencies) LoadAgencies(*options.agencies);
  if (options.procedures) LoadProcedures(*options.procedures);
  if (options.successors) LoadSuccessors(*options.successors);
  SetPolicies(options);
  if (HasErrors(problems_)) return {.rulebook = nullptr, .problems = std::move(problems_)};
  Finish();
  return {.rulebook = std::move(book_), .problems = std::move(problems_)};
}

std::shared_ptr<const Rulebook> Loader::Open(WorkingCalendar calendar,
                                             dossier::Comparison comparison) {
  book_->default_calendar_ = std::make_shared<const WorkingCalendar>(std::move(calendar));
  book_->calendars_.emplace(book_->default_calendar_->name(), book_->default_calendar_);
  book_->comparison_ = comparison;
  Finish();
  return std::move(book_);
}

void Loader::LoadCalendars(const Options& options) {
  if (options.calendars.empty())
    Add("", 0, "calendars", "expected at least one calendar file, got none");
  for (const auto& path : options.calendars) LoadCalendar(path);
  if (!options.default_calendar.empty()) {
    if (!calendar_files_.contains(options.default_calendar) && !nameless_calendar_) {
      Add("", 0, "default_calendar", UnknownCalendar(options.default_calendar));
    }
    const auto chosen = book_->calendars_.find(options.default_calendar);
    if (chosen != book_->calendars_.end()) book_->default_calendar_ = chosen->second;
  }
}

void Loader::LoadCalendar(const std::filesystem::path& path) {
  LoadedCalendar loaded = LoadCalendarFile(path);
  problems_.insert(problems_.end(), loaded.problems.begin(), loaded.problems.end());
  nameless_calendar_ = nameless_calendar_ || loaded.name.empty();
  if (loaded.name.empty()) return;
  const auto [other, is_new] = calendar_files_.emplace(loaded.name, path.string());
  if (!is_new) {
    Add(path.string(), 0, "name",
        fmt::format("{} is the name of {} already", JsonQuote(loaded.name), other->second));
  }
  if (!is_new || !loaded.spec) return;
  auto calendar = WorkingCalendar::Build(*std::move(loaded.spec));
  if (!calendar) return Add(path.string(), 0, "", calendar.error().for_client);
  auto shared = std::make_shared<const WorkingCalendar>(*std::move(calendar));
  if (!book_->default_calendar_) book_->default_calendar_ = shared;
  book_->calendars_.emplace(loaded.name, std::move(shared));
}

std::string Loader::UnknownCalendar(std::string_view name) const {
  std::vector<std::string_view> names;
  for (const auto& [known, file] : calendar_files_) names.push_back(known);
  return fmt::format("unknown calendar {}{}", JsonQuote(name), DidYouMean(name, names));
}

void Loader::LoadAgencies(const std::filesystem::path& path) {
  const size_t before = problems_.size();
  book_->agencies_listed_ = true;
  for (AgencyRow& row : ReadAgencies(path, *book_->codes_, problems_)) {
    row.agency.calendar = book_->default_calendar_;
    if (!row.calendar.empty()) {
      const auto calendar = book_->calendars_.find(row.calendar);
      if (calendar != book_->calendars_.end()) row.agency.calendar = calendar->second;
      if (!calendar_files_.contains(row.calendar) && !nameless_calendar_) {
        Add(path.string(), row.line, "calendar", UnknownCalendar(row.calendar));
      }
    }
    book_->agencies_.push_back(std::move(row.agency));
  }
  IndexAgencies();
  EndList(path, book_->agencies_.size(), before);
}

void Loader::LoadProcedures(const std::filesystem::path& path) {
  const size_t before = problems_.size();
  book_->procedures_listed_ = true;
  for (ProcedureRow& row : ReadProcedures(path, *book_->codes_, problems_)) {
    book_->procedures_.push_back(std::move(row.procedure));
  }
  IndexProcedures();
  EndList(path, book_->procedures_.size(), before);
}

void Loader::LoadSuccessors(const std::filesystem::path& path) {
  const size_t before = problems_.size();
  for (const SuccessorRow& row : ReadSuccessors(path, *book_->codes_, problems_)) {
    const Successor& successor = row.successor;
    const auto check_agency = [&](std::string_view field, AgencyCode code) {
      if (!code || !book_->agencies_listed_ || book_->FindAgency(code)) return;
      Add(path.string(), row.line, std::string(field), "unknown agency " + JsonQuote(code.text()));
    };
    check_agency("old", successor.old_agency);
    check_agency("new", successor.new_agency);
    if (successor.procedure && book_->procedures_listed_ &&
        !book_->FindProcedure(successor.procedure)) {
      Add(path.string(), row.line, "procedure",
          "unknown procedure " + JsonQuote(successor.procedure.text()));
    }
    book_->successors_.push_back(successor);
  }
  SortByLine(before);
}

void Loader::SetPolicies(const Options& options) {
  book_->unknown_ = options.unknown;
  book_->comparison_ = options.comparison;
  book_->due_rules_ = options.due_rules;
  for (const auto& [name, role] : options.sources) {
    if (role == SourceRole::kMirror) {
      book_->mirrors_.push_back(book_->codes_->Intern<SourceName>(name));
    }
  }
  if (options.reasons.empty()) return;
  std::vector<std::string_view> reasons(options.reasons.begin(), options.reasons.end());
  reasons.insert(reasons.end(), {kCitizen, kOther});
  std::sort(reasons.begin(), reasons.end());
  reasons.erase(std::unique(reasons.begin(), reasons.end()), reasons.end());
  for (const std::string_view reason : reasons) {
    book_->reasons_.push_back(book_->codes_->Intern<ReasonCode>(reason));
  }
}

void Loader::IndexAgencies() {
  for (uint32_t i = 0; i < book_->agencies_.size(); ++i) {
    const uint32_t number = book_->agencies_[i].code.number();
    auto& index = book_->agency_by_code_;
    if (number >= index.size()) index.resize(number + 1);
    index[number] = i + 1;
  }
}

void Loader::IndexProcedures() {
  const std::vector<Procedure>& rows = book_->procedures_;
  auto& order = book_->procedures_by_validity_;
  for (uint32_t i = 0; i < rows.size(); ++i) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    if (rows[a].code != rows[b].code) return rows[a].code.number() < rows[b].code.number();
    return rows[a].valid_from < rows[b].valid_from;
  });
  auto& index = book_->procedure_by_code_;
  for (uint32_t i = 0; i < order.size(); ++i) {
    const uint32_t number = rows[order[i]].code.number();
    if (number >= index.size()) index.resize(number + 1);
    if (index[number].count++ == 0) index[number].first = i;
  }
}

void Loader::Finish() {
  DigestWriter out("dunghan rulebook 1");
  out.Number(static_cast<int64_t>(book_->calendars_.size()));
  for (const auto& [name, calendar] : book_->calendars_) Put(out, calendar->spec());
  out.Text(book_->default_calendar_->name());
  const auto by_code = [](const Agency& a, const Agency& b) { return a.code < b.code; };
  PutAll(out.Number(book_->agencies_listed_), book_->agencies_, by_code);
  PutAll(out.Number(book_->procedures_listed_), book_->procedures_,
         [](const Procedure& a, const Procedure& b) {
           return a.code == b.code ? a.valid_from < b.valid_from : a.code < b.code;
         });
  PutAll(out, book_->successors_, [](const Successor& a, const Successor& b) {
    return a.old_agency == b.old_agency ? a.procedure < b.procedure : a.old_agency < b.old_agency;
  });
  out.Number(static_cast<int64_t>(book_->mirrors_.size()));
  for (const SourceName name : book_->mirrors_) out.Coded(name);
  out.Number(static_cast<int64_t>(book_->reasons_.size()));
  for (const ReasonCode reason : book_->reasons_) out.Coded(reason);
  out.Choice(book_->unknown_).Choice(book_->comparison_);
  out.Number(book_->due_rules_.same_day_cutoff.count());
  book_->digest_ = out.Finish();
}

void Loader::Add(std::string file, int line, std::string field, std::string message) {
  problems_.push_back({.file = std::move(file),
                       .line = line,
                       .field = std::move(field),
                       .message = std::move(message)});
}

void Loader::EndList(const std::filesystem::path& path, size_t rows, size_t problems_before) {
  if (rows == 0 && problems_.size() == problems_before) {
    problems_.push_back({path.string(), 0, "", "no rows: every code counts as unknown",
                         Problem::Severity::kWarning});
  }
  SortByLine(problems_before);
}

void Loader::SortByLine(size_t from) {
  std::stable_sort(problems_.begin() + static_cast<std::ptrdiff_t>(from), problems_.end(),
                   [](const Problem& a, const Problem& b) { return a.line < b.line; });
}

}  // namespace dunghan::rulebook
