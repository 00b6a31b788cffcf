#include <boost/unordered/unordered_flat_map.hpp>
#include <string_view>
#include <vector>

#include "baselines.h"
#include "sqlite_file.h"

namespace dunghan::bench {
namespace {

constexpr const char* kTable =
    "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
    "PRAGMA cache_size=-65536;"
    "CREATE TABLE events (seq INTEGER PRIMARY KEY, prev INTEGER, dossier TEXT, type INTEGER,"
    " at INTEGER, source INTEGER, id TEXT, agency INTEGER, procedure INTEGER, counter INTEGER,"
    " channel INTEGER, due INTEGER, unit INTEGER, step INTEGER, step_due INTEGER,"
    " to_agency INTEGER, reason INTEGER, rating INTEGER, voids TEXT)";

void BindNumber(SqliteQuery& insert, int parameter, int64_t value) {
  value != 0 ? insert.Bind(parameter, value) : insert.BindNull(parameter);
}

/// A date as days, an instant as milliseconds: which of the two is plain from the size.
void BindDue(SqliteQuery& insert, int parameter, const std::optional<dossier::DueClaim>& due) {
  if (!due) return insert.BindNull(parameter);
  std::visit([&](auto value) { insert.Bind(parameter, int64_t{value.time_since_epoch().count()}); },
             *due);
}

void Insert(SqliteQuery& insert, int64_t seq, int64_t previous, const dossier::Event& event) {
  insert.Bind(1, seq);
  insert.Bind(2, previous);
  insert.Bind(3, std::string_view(event.dossier));
  insert.Bind(4, static_cast<int64_t>(event.type));
  insert.Bind(5, int64_t{event.at.time_since_epoch().count()});
  BindNumber(insert, 6, event.source.number());
  insert.Bind(7, std::string_view(event.id));
  BindNumber(insert, 8, event.agency.number());
  BindNumber(insert, 9, event.procedure.number());
  BindNumber(insert, 10, event.counter.number());
  BindNumber(insert, 11, static_cast<int64_t>(event.channel));
  BindDue(insert, 12, event.due);
  BindNumber(insert, 13, event.unit.number());
  BindNumber(insert, 14, event.step.number());
  BindDue(insert, 15, event.step_due);
  BindNumber(insert, 16, event.to_agency.number());
  BindNumber(insert, 17, event.reason.number());
  BindNumber(insert, 18, event.rating);
  insert.Bind(19, std::string_view(event.voids));
  insert.Run();
}

}  // namespace

RawAppend::RawAppend(std::span<const dossier::Event> events) : events_(events) {
  boost::unordered_flat_map<std::string_view, int64_t> last;
  previous_.reserve(events.size());
  for (size_t i = 0; i < events.size(); ++i) {
    int64_t& seq = last[events[i].dossier];
    previous_.push_back(seq);
    seq = static_cast<int64_t>(i) + 1;
  }
}

void RawAppend::Run(const std::filesystem::path& path, size_t batch) const {
  const SqliteFile file(path);
  file.Execute(kTable);
  SqliteQuery insert(file, "INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  for (size_t i = 0; i < events_.size(); ++i) {
    if (i % batch == 0) file.Execute("BEGIN IMMEDIATE");
    Insert(insert, static_cast<int64_t>(i) + 1, previous_[i], events_[i]);
    if ((i + 1) % batch == 0 || i + 1 == events_.size()) file.Execute("COMMIT");
  }
}

}  // namespace dunghan::bench
