#include "record_fixture.h"

#include <fmt/format.h>

#include "dunghan/dossier/event_codes.h"
#include "dunghan/record/faulty.h"
#include "dunghan/record/sqlite.h"

namespace dunghan::record {
namespace {

std::string Text(const std::optional<Instant>& at) {
  return at ? FormatRfc3339(*at, std::chrono::hours{7}) : "-";
}

void DumpChain(std::string& out, Reading& reading) {
  for (const Copied& entry : Entries(reading)) {
    out += fmt::format("entry {} {} {} {}\n", entry.seq, static_cast<int>(entry.kind),
                       entry.previous, ToHex(entry.content));
  }
  for (const Link& link : Links(reading)) {
    out += fmt::format("link {}-{} {} {}\n", link.first, link.head.seq, Text(link.head.recorded_at),
                       ToHex(link.head.chain));
  }
  reading.ForEachAhead(Instant{}, INT64_MAX,
                       [&](std::string_view code) { out += fmt::format("ahead {}\n", code); });
  for (const rulebook::Version& version : reading.Rulebooks(INT64_MAX, {})) {
    out += fmt::format("rulebook {} {} {} {} {} {}\n", version.seq, Text(version.recorded_at),
                       Text(version.effective_from), version.operator_name, version.reason,
                       ToHex(version.rulebook->digest()));
  }
  out += fmt::format("simulated {}\n", reading.simulated());
}

void DumpQuarantine(std::string& out, Reading& reading) {
  constexpr int64_t kMostIds = 100;
  for (int64_t id = 1; id <= kMostIds; ++id) {
    const auto entry = reading.FindQuarantine(id);
    if (!entry) continue;
    out +=
        fmt::format("quarantine {} {} {} {} {} {} {} {} {} {}", id, static_cast<int>(entry->state),
                    Text(entry->first_seen), Text(entry->last_seen), entry->count, entry->source,
                    entry->place, entry->field, entry->reason, entry->fields);
    out += entry->raw_size > 0 ? " raw " + reading.RawBytes(*entry) + "\n" : "\n";
  }
  out += fmt::format("waiting {}\n", reading.CountWaiting());
}

void DumpTexts(std::string& out, Storage& storage) {
  const Dictionary& dictionary = storage.Now().dictionary();
  for (uint32_t number = 1; number <= dictionary.size(); ++number) {
    out += fmt::format("text {} {}\n", number, dictionary.TextAt(number));
  }
  std::map<uint32_t, int64_t> brought;
  storage.ForEachTextOfSource([&](uint32_t source, int64_t texts) { brought[source] = texts; });
  for (const auto& [source, texts] : brought) out += fmt::format("brought {} {}\n", source, texts);
}

void DumpNotices(std::string& out, Storage& storage) {
  const auto notices = storage.notices().Since(Instant{});
  if (!notices) throw Failure(notices.error());
  for (const Notice& notice : *notices) {
    out += fmt::format("notice {} {} {} {} {} {} {} {} {}\n", notice.dossier, notice.tier,
                       Text(notice.version), Text(notice.round), notice.agency, notice.procedure,
                       static_cast<int>(notice.mention), Text(notice.sent), Text(notice.ended));
  }
}

/// Walks the entries along their links.
class Walk {
 public:
  explicit Walk(Reading& reading) : reading_(reading), check_(reading.BeginCheck()) {}

  std::optional<std::string> Run() {
    reading_.ForEachLink(-1, [&](const Link& link) {
      if (before_) {
        if (link.first != before_->seq + 1)
          Wrong("a link begins elsewhere than its predecessor ends");
        if (link.head.recorded_at < before_->recorded_at) Wrong("time of recording steps back");
      } else if (link.first > 1 || link.first < 0) {
        Wrong("the first link begins elsewhere");
      }
      Follow(link);
      before_ = link.head;
      return !wrong_;
    });
    if (wrong_) return wrong_;
    if (before_.value_or(Head{}) != reading_.head()) return "the head is not the last link's";
    if (!Entries(reading_, reading_.head().seq).empty()) return "there are entries behind the head";
    return check_->Compare();
  }

 private:
  void Follow(const Link& link) {
    ChainLink chain(before_.value_or(Head{}).chain, link.first, link.head.recorded_at);
    int64_t expected = link.first;
    reading_.ForEachEntry(link.first - 1, link.head.seq, [&](Entry& entry) {
      if (entry.seq != expected++) Wrong(fmt::format("entry {} is missing", expected - 1));
      chain.Add(entry.Content());
      if (auto what = check_->See(entry, link.head.recorded_at)) Wrong(*what);
      return true;
    });
    if (expected != link.head.seq + 1) Wrong(fmt::format("entry {} is missing", expected));
    if (chain.Close() != link.head.chain) {
      Wrong(fmt::format("the chain breaks between {} and {}", link.first, link.head.seq));
    }
  }
  void Wrong(std::string what) {
    if (!wrong_) wrong_ = std::move(what);
  }

  Reading& reading_;
  std::unique_ptr<Check> check_;
  std::optional<Head> before_;
  std::optional<std::string> wrong_;
};

}  // namespace

Scribe::Scribe(std::unique_ptr<Storage> storage) : storage_(std::move(storage)) {
  head_ = now().head();
  now().ForEachEntry(-1, INT64_MAX, [&](Entry& entry) {
    if (entry.event) last_[entry.event->dossier] = entry.seq;
    return true;
  });
}

void Scribe::TakeUp() {
  storage_->Reopen();
  head_ = now().head();
  last_.clear();
  now().ForEachEntry(-1, INT64_MAX, [&](Entry& entry) {
    if (entry.event) last_[entry.event->dossier] = entry.seq;
    return true;
  });
}

Written Scribe::Write(const Content& content, Instant at) {
  Dictionary& dictionary = now().dictionary();
  const uint32_t known = dictionary.size();
  std::vector<uint32_t> brought_by;
  const bool is_empty = Links(now()).empty();
  int64_t seq = head_.seq;
  Batch batch{.recorded_at = at,
              .entries = content.entries,
              .texts_from = known,
              .aside = content.aside,
              .resolved = content.resolved,
              .discarded = content.discarded,
              .prune = content.prune};
  auto last = last_;
  for (const dossier::Event& event : content.events) {
    dossier::ForEachCode(event, [&](auto code) { dictionary.Number(code); });
    brought_by.resize(dictionary.size() - known, dictionary.Number(event.source));
    int64_t& previous = last[event.dossier];
    batch.events.push_back({&event, dossier::ContentDigest(event), previous});
    previous = ++seq;
  }
  batch.brought_by = brought_by;
  rulebook::Version version;
  if (content.rulebook) {
    // The first one holds always, a later one from an instant on.
    version = {0,
               at,
               content.effective_from,
               "operator",
               content.effective_from ? "reason" : "",
               content.rulebook};
    if (!is_empty) version.seq = head_.seq + 1;
    if (!is_empty && !version.effective_from) version.effective_from = at;
    batch.rulebook = &version;
  }
  try {
    Written written = storage_->Write(batch, head_);
    head_ = written.head;
    last_ = std::move(last);
    return written;
  } catch (const Failure&) {
    dictionary.Truncate(known);
    throw;
  }
}

std::optional<std::string> Verify(Reading& reading) {
  try {
    return Walk(reading).Run();
  } catch (const Failure& failure) {
    return failure.error().for_client + ": " + failure.error().for_log;
  }
}

std::string Dump(Storage& storage) {
  std::string out;
  DumpChain(out, storage.Now());
  DumpQuarantine(out, storage.Now());
  DumpTexts(out, storage);
  DumpNotices(out, storage);
  return out;
}

std::vector<Copied> Entries(Reading& reading, int64_t after, int64_t through) {
  std::vector<Copied> entries;
  reading.ForEachEntry(after, through, [&](Entry& entry) {
    Copied& copy = entries.emplace_back();
    copy = {entry.seq, entry.kind, entry.previous, {}, std::string(entry.bytes), entry.Content()};
    if (entry.event) copy.event = *entry.event;
    return true;
  });
  return entries;
}

std::vector<Link> Links(Reading& reading, int64_t after) {
  std::vector<Link> links;
  reading.ForEachLink(after, [&](const Link& link) {
    links.push_back(link);
    return true;
  });
  return links;
}

std::string NameOf(const ::testing::TestParamInfo<Store>& store) {
  switch (store.param) {
    case Store::kFile:
      return "File";
    case Store::kSqliteMemory:
      return "SqliteMemory";
    case Store::kMemory:
      return "Memory";
    case Store::kFaulty:
      return "Faulty";
  }
  return {};
}

void PrintTo(Store store, std::ostream* out) {
  *out << NameOf(::testing::TestParamInfo<Store>(store, 0));
}

std::shared_ptr<const Backend> BackendOf(Store store) {
  switch (store) {
    case Store::kFile:
    case Store::kSqliteMemory:
      return Sqlite();
    case Store::kMemory:
      return InMemory();
    case Store::kFaulty:
      return Faulty(InMemory(), std::make_shared<FaultPlan>());
  }
  return nullptr;
}

Place RecordContract::MakePlace() const {
  Place place;
  if (on_disk()) place.folder = folder();
  place.codes = events_.codes();
  place.bounds = bounds_;
  return place;
}

void RecordContract::Open() {
  scribe_.reset();
  scribe_ = std::make_unique<Scribe>(BackendOf(GetParam())->Open(MakePlace()).value());
}

dossier::Event RecordContract::From(const std::string& source, const std::string& dossier) {
  Event event = Received(dossier);
  event.source = events_.Code<SourceName>(source);
  event.id.clear();
  dossier::EnsureId(event);
  return event;
}

std::shared_ptr<const rulebook::Rulebook> RecordContract::MakeRulebook(
    dossier::Comparison comparison) {
  return rulebook::Rulebook::Open(*test::Office(), events_.codes(), comparison);
}

Reject Unusable(const std::string& fields, const std::string& source, const std::string& field) {
  return {.source = source,
          .place = "events.ndjson:1",
          .field = field,
          .reason = "unknown agency",
          .fields = fields,
          .raw = {}};
}

}  // namespace dunghan::record
