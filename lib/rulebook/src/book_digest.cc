#include "book_digest.h"

#include <algorithm>
#include <vector>

#include "digest_writer.h"

namespace dunghan::rulebook {
namespace {

using worktime::CalendarException;
using worktime::CalendarSpec;
using worktime::OpenInterval;

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

template <class Row>
bool ByCodeAndDay(const Row& a, const Row& b) {
  return a.code == b.code ? a.valid_from < b.valid_from : a.code < b.code;
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

void Put(DigestWriter& out, const std::optional<worktime::TimeLimit>& limit) {
  out.Text(limit ? ToString(*limit) : "");
}

void Put(DigestWriter& out, const Law& law) {
  out.Day(law.from).Day(law.to).Text(law.citation).Text(law.citation_en);
  out.Text(law.forms).Text(law.forms_en).Text(law.lead).Text(law.lead_en);
  out.Text(law.portal).Text(law.portal_en);
  Put(out, law.accept_within);
  Put(out, law.supplement_within);
  out.Number(law.pause_limits ? static_cast<int64_t>(law.pause_limits->size()) : 0);
  if (!law.pause_limits) return;
  for (const auto& [reason, limit] : *law.pause_limits) out.Coded(reason).Text(ToString(limit));
}

/// Who handles the procedures of which a row says it.
void PutHandling(DigestWriter& out, const std::vector<Procedure>& procedures) {
  const auto says = [](const Procedure& row) {
    return !row.handled_by.empty() || !row.handled_by_tiers.empty();
  };
  out.Number(std::count_if(procedures.begin(), procedures.end(), says));
  for (const Procedure& row : InOrder(procedures, ByCodeAndDay<Procedure>)) {
    if (!says(row)) continue;
    out.Coded(row.code).Day(row.valid_from);
    out.Number(static_cast<int64_t>(row.handled_by_tiers.size()));
    for (const Tier tier : row.handled_by_tiers) out.Choice(tier);
    out.Number(static_cast<int64_t>(row.handled_by.size()));
    for (const AgencyCode agency : row.handled_by) out.Coded(agency);
  }
}

template <class T, class Less>
void PutAll(DigestWriter& out, const std::vector<T>& items, Less less) {
  out.Number(static_cast<int64_t>(items.size()));
  for (const T& item : InOrder(items, less)) Put(out, item);
}

bool Lists(const Rulebook& book, std::string_view role) {
  const auto& files = book.bundle().files;
  return std::any_of(files.begin(), files.end(),
                     [&](const auto& file) { return file.role == role; });
}

}  // namespace

Digest DigestOf(const Rulebook& book) {
  DigestWriter out("dunghan rulebook 1");
  out.Number(static_cast<int64_t>(book.calendars().size()));
  for (const auto& [name, calendar] : book.calendars()) Put(out, calendar->spec());
  // A list without rows is not no list: by it every code is unknown.
  PutAll(out.Number(Lists(book, kAgencies)), book.agencies(), ByCodeAndDay<Agency>);
  PutAll(out.Number(Lists(book, kProcedures)), book.procedures(), ByCodeAndDay<Procedure>);
  PutAll(out, book.successors(), [](const Successor& a, const Successor& b) {
    return a.old_agency == b.old_agency ? a.procedure < b.procedure : a.old_agency < b.old_agency;
  });
  out.Text(book.bundle().settings);
  // What came later is put in only where it is said: rulebooks on record keep their digests.
  if (book.SaysWhoHandles()) PutHandling(out.Text("handled by"), book.procedures());
  if (!book.laws().empty()) {
    PutAll(out.Text(kLaw), book.laws(), [](const Law& a, const Law& b) { return a.from < b.from; });
  }
  return out.Finish();
}

}  // namespace dunghan::rulebook
