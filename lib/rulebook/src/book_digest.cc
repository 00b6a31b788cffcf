#include "book_digest.h"

#include <algorithm>
#include <vector>

#include "digest.h"

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
  PutAll(out.Number(Lists(book, kAgencies)), book.agencies(), [](const Agency& a, const Agency& b) {
    return a.code == b.code ? a.valid_from < b.valid_from : a.code < b.code;
  });
  PutAll(out.Number(Lists(book, kProcedures)), book.procedures(),
         [](const Procedure& a, const Procedure& b) {
           return a.code == b.code ? a.valid_from < b.valid_from : a.code < b.code;
         });
  PutAll(out, book.successors(), [](const Successor& a, const Successor& b) {
    return a.old_agency == b.old_agency ? a.procedure < b.procedure : a.old_agency < b.old_agency;
  });
  return out.Text(book.bundle().settings).Finish();
}

}  // namespace dunghan::rulebook
