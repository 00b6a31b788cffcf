// The decoder of plain events against a slow reading of the same lines with Boost.JSON, and
// against lines damaged at random.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/rulebook/rulebook.h"
#include "dunghan/test/values.h"
#include "intake/event_decoder.h"
#include "intake/event_fields.h"

namespace dunghan::intake {
namespace {

using dossier::Event;
using dossier::EventType;
using ledger::Item;
using ledger::Reject;

enum class Verdict { kGood, kNotGiven, kBad };

/// A value as JSON text, and what the format says about it.
struct Sample {
  std::string json;
  Verdict verdict = Verdict::kGood;
};

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  size_t Below(size_t end) { return std::uniform_int_distribution<size_t>(0, end - 1)(engine_); }
  bool OneIn(size_t n) { return Below(n) == 0; }
  template <class Container>
  const auto& Of(const Container& container) {
    return container[Below(container.size())];
  }
  template <class Container>
  void Shuffle(Container& container) {
    std::shuffle(container.begin(), container.end(), engine_);
  }

 private:
  std::mt19937_64 engine_;
};

const std::vector<Sample> kCodes = {
    {R"("000.00.19.H52")"},
    {R"("A")"},
    {R"("Đ-1")"},
    {R"("a\"b\\c/d")"},
    {R"("\u00c1")"},
    {'"' + std::string(64, 'x') + '"'},
    {'"' + std::string(65, 'x') + '"', Verdict::kBad},
    {R"("A B")", Verdict::kBad},
    {R"("A\u00a0B")", Verdict::kBad},
    {R"("A\u0000")", Verdict::kBad},
    {R"("A\u0085")", Verdict::kBad},
    {R"("A\u2800")", Verdict::kBad},
    {R"("A\ufe0f")", Verdict::kBad},
    {R"("o\u031b")", Verdict::kBad},
};
const std::vector<Sample> kNames = {
    {R"("Phòng Đất đai")"},
    {R"(" x ")"},
    {'"' + std::string(201, 'n') + '"', Verdict::kBad},
    {R"("a\nb")", Verdict::kBad},
    {R"("a\u202eb")", Verdict::kBad},
    {R"("o\u031b")"},
};
const std::vector<Sample> kIds = {
    {R"("5e0c-4c6e")"},
    {R"("mã số 1")"},
    {'"' + std::string(128, 'i') + '"'},
    {'"' + std::string(129, 'i') + '"', Verdict::kBad},
    {R"("\u007f")", Verdict::kBad},
    {R"("o\u031b")", Verdict::kBad},
    {R"("\u00a01")", Verdict::kBad},
};
const std::vector<Sample> kTimes = {
    {R"("2021-06-07T08:00:00+07:00")"},           {R"("2021-06-07T01:00:00.125Z")"},
    {R"("1990-01-01T00:00:00+07:00")"},           {R"("2200-12-31T23:59:59-07:00")"},
    {R"("1989-12-31T23:59:59Z")", Verdict::kBad}, {R"("2021-06-07T08:00:00")", Verdict::kBad},
    {R"("2021-02-29T08:00:00Z")", Verdict::kBad}, {R"("today")", Verdict::kBad},
};
const std::vector<Sample> kDates = {
    {R"("2021-06-14")"},
    {R"("2201-01-01")", Verdict::kBad},
    {R"("2021-6-14")", Verdict::kBad},
    {R"("14/06/2021")", Verdict::kBad},
};
const std::vector<Sample> kUnknownValues = {
    {"null"},
    {"true"},
    {"-0.5e+10"},
    {"1e999"},
    {R"("Nguyễn Văn A")"},
    {R"("\ud83d\ude00\\")"},
    {"{}"},
    {"[]"},
    {R"([1,[2,{"a":[]}],"x"])"},
    {R"({"dossier":"X","n":{"at":1}})"},
};
const std::vector<Sample> kNoTexts = {{"7", Verdict::kBad},
                                      {"true", Verdict::kBad},
                                      {R"({"secret":"S"})", Verdict::kBad},
                                      {R"(["secret"])", Verdict::kBad},
                                      {"null", Verdict::kNotGiven},
                                      {R"("")", Verdict::kNotGiven}};

Sample Pick(Random& random, Field field) {
  if (random.OneIn(12)) return random.Of(kNoTexts);
  switch (field) {
    case Field::kType:
      if (random.OneIn(12)) return {R"("recieved")", Verdict::kBad};
      return {fmt::format("\"{}\"",
                          ToString(static_cast<EventType>(random.Below(dossier::kEventTypes))))};
    case Field::kAt:
      return random.Of(kTimes);
    case Field::kDue:
    case Field::kStepDue:
    case Field::kReceived:
    case Field::kEnded:
      return random.OneIn(2) ? random.Of(kTimes) : random.Of(kDates);
    case Field::kId:
    case Field::kVoids:
      return random.Of(kIds);
    case Field::kSource:
      return {R"("portal")"};
    case Field::kUnit:
    case Field::kStep:
      return random.Of(kNames);
    case Field::kChannel:
      return random.OneIn(4) ? Sample{R"("fax")", Verdict::kBad} : Sample{R"("in_person")"};
    case Field::kRating:
      return random.OneIn(3) ? Sample{R"(0)", Verdict::kBad} : Sample{"3"};
    case Field::kState:
      return random.OneIn(4) ? Sample{R"("xong")", Verdict::kBad} : Sample{R"("supplement")"};
    case Field::kReason:
      return {random.OneIn(2) ? R"("other")" : R"("vắng ông A")"};
    default:
      return random.Of(kCodes);
  }
}

struct Written {
  std::string line;
  std::map<Field, Sample> samples;  ///< of known fields
  std::optional<Field> twice;
};

/// A line with some known fields, mostly good, and some unknown ones, in any order and spacing.
Written Write(Random& random) {
  Written written;
  std::vector<std::pair<std::string, std::string>> members;
  for (size_t i = 0; i < kFields; ++i) {
    const auto field = static_cast<Field>(i);
    if (i > 2 ? random.OneIn(2) : random.OneIn(20)) continue;
    Sample sample = Pick(random, field);
    while (sample.verdict != Verdict::kGood && !random.OneIn(8)) sample = Pick(random, field);
    members.emplace_back(NameOf(field), sample.json);
    written.samples[field] = sample;
  }
  for (size_t i = random.Below(4); i > 0; --i) {
    const std::array<std::string, 4> names = {"applicant", "dossiers", "Type", ""};
    members.emplace_back(random.Of(names), random.Of(kUnknownValues).json);
  }
  if (!written.samples.empty() && random.OneIn(20)) {
    const auto again = std::next(written.samples.begin(),
                                 static_cast<std::ptrdiff_t>(random.Below(written.samples.size())));
    members.emplace_back(NameOf(again->first), again->second.json);
    written.twice = again->first;
  }
  random.Shuffle(members);
  const auto space = [&] { return random.OneIn(8) ? std::string(1 + random.Below(3), ' ') : ""; };
  std::string& line = written.line = space() + "{";
  for (const auto& [name, value] : members) {
    if (line.back() != '{') line += ",";
    std::string key = name;
    if (!key.empty() && random.OneIn(10)) {
      key.replace(0, 1, fmt::format("\\u{:04x}", static_cast<unsigned>(name[0])));
    }
    line += space() + '"' + key + '"' + space() + ":" + space() + value + space();
  }
  line += "}" + space();
  return written;
}

bool Counts(EventType type, Field field) {
  const auto is = [&](std::initializer_list<EventType> types) {
    return std::find(types.begin(), types.end(), type) != types.end();
  };
  switch (field) {
    case Field::kProcedure:
    case Field::kCounter:
    case Field::kChannel:
    case Field::kAlias:
      return is({EventType::kSubmitted, EventType::kReceived, EventType::kSnapshot});
    case Field::kDue:
      return is({EventType::kReceived, EventType::kDueSet, EventType::kExtended,
                 EventType::kApologised, EventType::kSnapshot});
    case Field::kReceived:
    case Field::kState:
    case Field::kEnded:
      return is({EventType::kSnapshot});
    case Field::kStep:
    case Field::kStepDue:
      return is({EventType::kAssigned, EventType::kTransferred});
    case Field::kToAgency:
      return is({EventType::kTransferred});
    case Field::kRating:
      return is({EventType::kRated});
    case Field::kVoids:
      return is({EventType::kVoided});
    default:
      return true;
  }
}

bool IsRequired(EventType type, Field field) {
  return field <= Field::kAt || (field == Field::kDue && type == EventType::kDueSet) ||
         field == Field::kRating || field == Field::kVoids;
}

/// The field an event of these samples is refused for; nothing = it is good, or left to the
/// rulebook.
std::optional<Field> Fault(const Written& written) {
  if (written.twice) return written.twice;
  auto type = EventType::kReceived;  // fields before it count for every type
  for (size_t i = 0; i < kFields; ++i) {
    const auto field = static_cast<Field>(i);
    if (!Counts(type, field)) continue;
    const auto it = written.samples.find(field);
    const bool given = it != written.samples.end() && it->second.verdict != Verdict::kNotGiven;
    if (!given && IsRequired(type, field)) return field;
    if (!given) continue;
    if (it->second.verdict == Verdict::kBad) return field;
    if (field == Field::kType) {
      const auto text = boost::json::parse(it->second.json);
      type = dossier::ParseEventType(std::string_view(text.as_string())).value();
    }
  }
  return {};
}

/// The event read with Boost.JSON. REQUIRES: Fault found nothing.
Event ReadSlowly(const Written& written, CodeTable& codes) {
  const boost::json::object object = boost::json::parse(written.line).as_object();
  const auto text = [&](Field field) -> std::string {
    const auto* value = object.if_contains(NameOf(field));
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
  };
  Event event;
  event.type = dossier::ParseEventType(text(Field::kType)).value();
  const auto counted = [&](Field field) {
    return Counts(event.type, field) ? text(field) : std::string();
  };
  const auto due = [&](Field field) -> std::optional<dossier::DueClaim> {
    const std::string claim = counted(field);
    if (claim.empty()) return {};
    if (claim.size() == 10) return ParseDate(claim).value();
    return ParseRfc3339(claim).value();
  };
  event.dossier = text(Field::kDossier);
  event.at = ParseRfc3339(text(Field::kAt)).value();
  event.id = text(Field::kId);
  const std::string source = text(Field::kSource);
  event.source = codes.Intern<SourceName>(source.empty() ? "motcua" : source);
  event.agency = codes.Intern<AgencyCode>(text(Field::kAgency));
  event.procedure = codes.Intern<ProcedureCode>(counted(Field::kProcedure));
  event.counter = codes.Intern<AgencyCode>(counted(Field::kCounter));
  event.channel = dossier::ParseChannel(counted(Field::kChannel)).value_or(dossier::Channel{});
  event.due = due(Field::kDue);
  event.unit = codes.Intern<UnitName>(text(Field::kUnit));
  event.step = codes.Intern<StepName>(counted(Field::kStep));
  event.step_due = due(Field::kStepDue);
  event.to_agency = codes.Intern<AgencyCode>(counted(Field::kToAgency));
  event.reason = codes.Intern<ReasonCode>(text(Field::kReason).empty() ? "" : "other");
  if (event.type == EventType::kRated) event.rating = 3;
  event.voids = counted(Field::kVoids);
  const auto at = [&](Field field) -> std::optional<Instant> {
    const auto said = due(field);
    if (!said) return {};
    const auto* day = std::get_if<LocalDay>(&*said);
    return day ? Instant{day->time_since_epoch()} - std::chrono::hours{7}
               : std::get<Instant>(*said);
  };
  event.received = at(Field::kReceived);
  event.state = dossier::ParseSaidState(counted(Field::kState)).value_or(dossier::SaidState{});
  event.ended = at(Field::kEnded);
  event.alias = counted(Field::kAlias);
  if (dossier::IsOpening(event.type) && event.counter == event.agency) event.counter = {};
  if (event.alias == event.dossier) event.alias.clear();
  if (event.id.empty()) dossier::EnsureId(event);
  return event;
}

/// One decoder and one item for all lines, so that whatever one leaves behind meets the next.
struct Bench {
  std::shared_ptr<CodeTable> codes = std::make_shared<CodeTable>();
  std::shared_ptr<const rulebook::Rulebook> rulebook =
      rulebook::Rulebook::Open(*test::Office(), codes);
  EventDecoder decoder{codes, std::make_shared<const rulebook::Timeline>(rulebook), "motcua"};
  Item item;
};

/// What must hold for every reject.
void CheckReject(const Reject& reject, const std::string& line, Bench& bench) {
  RC_ASSERT(!reject.reason.empty());
  RC_ASSERT(reject.place == "lines:1");
  if (reject.fields.empty()) {
    RC_ASSERT(reject.raw == line);
    RC_ASSERT(reject.field.empty());
    return;
  }
  RC_ASSERT(reject.raw.empty());
  RC_ASSERT(!reject.field.empty());
  const auto fields = boost::json::parse(reject.fields);
  for (const auto& [name, value] : fields.as_object()) {
    RC_ASSERT(FindField(name).has_value());
    const bool has_content = (value.is_object() && !value.get_object().empty()) ||
                             (value.is_array() && !value.get_array().empty());
    RC_ASSERT(!has_content);
  }
  ledger::QuarantineEntry entry;
  entry.place = reject.place;
  entry.source = reject.source;
  entry.fields = reject.fields;
  Item again;
  RC_ASSERT(bench.decoder.Redecode(entry, again));
  const auto* same = std::get_if<Reject>(&again.content);
  RC_ASSERT(same != nullptr);
  RC_ASSERT(same->field == reject.field);
  RC_ASSERT(same->fields == reject.fields);
}

RC_GTEST_PROP(Decoder, AgreesWithAReadingByBoostJson, (uint64_t seed)) {
  Random random(seed);
  Bench bench;
  for (int i = 0; i < 200; ++i) {
    const Written written = Write(random);
    RC_LOG() << written.line << "\n";
    const auto verdict = bench.decoder.Decode(written.line, {"lines", 1}, bench.item);
    const auto* reject = std::get_if<Reject>(&bench.item.content);
    if (reject != nullptr) {
      CheckReject(*reject, written.line, bench);
      RC_ASSERT(reject->fields.find("secret") == std::string::npos);
    }
    if (const auto fault = Fault(written)) {
      RC_ASSERT(reject != nullptr);
      const bool nothing = verdict == intake::Verdict::kNothingKnown;
      RC_ASSERT(reject->field == (nothing ? "" : NameOf(*fault)));
      continue;
    }
    Event expected = ReadSlowly(written, *bench.codes);
    if (const auto objection = bench.rulebook->Object(expected)) {
      RC_ASSERT(reject != nullptr);
      RC_ASSERT(reject->field == objection->field);
      continue;
    }
    RC_ASSERT(reject == nullptr);
    RC_ASSERT(std::get<Event>(bench.item.content) == expected);
  }
}

constexpr std::string_view kBlanks = " \t\r\n";

std::string Damaged(Random& random, std::string line) {
  constexpr std::string_view kBytes = "{}[]:,\"\\\\ \n\t0-.eEu\x00\x1f\x7f\xc3\x28\xf0\x80x";
  for (size_t i = 1 + random.Below(3); i > 0 && !line.empty(); --i) {
    const size_t at = random.Below(line.size());
    switch (random.Below(5)) {
      case 0:
        line.erase(at, 1 + random.Below(4));
        break;
      case 1:
        line.insert(at, 1, random.Of(kBytes));
        break;
      case 2:
        line[at] = random.Of(kBytes);
        break;
      case 3:
        line.resize(at);
        break;
      default:
        line.insert(at, line.substr(random.Below(line.size()), random.Below(20)));
        break;
    }
  }
  return line;
}

/// Any JSON value, or what only looks like one, between any white space.
std::string Anything(Random& random, int depth) {
  static const std::vector<std::string> kScalars = {"null",        "true",
                                                    "false",       "0",
                                                    "-0",          "10",
                                                    "-1.50",       "1e5",
                                                    "1E+400",      "0.1e-999",
                                                    "2e-0",        "123456789012345678901234567890",
                                                    R"("")",       R"("x")",
                                                    R"("Đất")",    R"("\"\\\/\b\f\n\r\t")",
                                                    R"("\u0000")", R"("\ud83d\ude00")",
                                                    "\"\x7f\"",    R"("}]")"};
  static const std::vector<std::string> kNearly = {"nul",
                                                   "tru",
                                                   "True",
                                                   "falsee",
                                                   "NaN",
                                                   "Infinity",
                                                   "-",
                                                   "+1",
                                                   "01",
                                                   "-01",
                                                   "1.",
                                                   ".5",
                                                   "1e",
                                                   "1e+",
                                                   "0x1",
                                                   "1 2",
                                                   "'x'",
                                                   R"("x)",
                                                   R"("\x")",
                                                   R"("\u12g4")",
                                                   R"("\ud800")",
                                                   R"("\udc00\ud800")",
                                                   R"("\ud800\u0041")",
                                                   "\"\t\"",
                                                   "\"\xc3\x28\"",
                                                   "\"\xed\xa0\x80\"",
                                                   "",
                                                   "\xef\xbb\xbf"
                                                   "1",
                                                   "/**/1",
                                                   "[1,]",
                                                   "[,1]",
                                                   "[1 2]",
                                                   "[1",
                                                   "1]",
                                                   R"({"a"})",
                                                   R"({"a":})",
                                                   R"({"a":1,})",
                                                   R"({,"a":1})",
                                                   R"({"a":1 "b":2})",
                                                   R"({a:1})",
                                                   R"({1:2})",
                                                   R"({"a":1]})",
                                                   "{]",
                                                   "[}",
                                                   "{} {}",
                                                   R"("a" "b")",
                                                   R"("a":1)"};
  const auto blank = [&] { return random.OneIn(6) ? std::string(1, random.Of(kBlanks)) : ""; };
  const auto key = [&] { return random.OneIn(4) ? random.Of(kScalars) : R"("k")"; };
  if (random.OneIn(40)) return random.Of(kNearly);
  if (depth == 0 || random.OneIn(2)) return blank() + random.Of(kScalars) + blank();
  const bool object = random.OneIn(2);
  std::string text = object ? "{" : "[";
  for (size_t i = random.Below(4); i > 0; --i) {
    std::string name = object ? key() : "";
    while (object && !name.starts_with('"')) name = key();
    text += blank() + (object ? name + blank() + ":" : "") + Anything(random, depth - 1) + blank();
    text += i > 1 ? "," : "";
  }
  return blank() + text + (object ? "}" : "]") + blank();
}

/// Whether the line is a JSON object; nothing where Boost.JSON has limits that JSON has not.
std::optional<bool> IsJsonObject(const std::string& line) {
  boost::json::error_code error;
  const auto value = boost::json::parse(line, error, {}, {.max_depth = 64});
  if (error == boost::json::error::exponent_overflow) return {};
  return !error && value.is_object();
}

RC_GTEST_PROP(Decoder, TellsWhatIsNoJsonObjectInDamagedLines, (uint64_t seed)) {
  Random random(seed);
  Bench bench;
  for (int i = 0; i < 200; ++i) {
    const std::string line = Damaged(random, Write(random).line);
    const auto expected = IsJsonObject(line);
    if (!expected) continue;
    RC_LOG() << boost::json::serialize(boost::json::string(line)) << "\n";
    const auto verdict = bench.decoder.Decode(line, {"lines", 1}, bench.item);
    const auto* reject = std::get_if<Reject>(&bench.item.content);
    if (reject != nullptr) CheckReject(*reject, line, bench);
    RC_ASSERT((verdict != intake::Verdict::kNoObject) == *expected);
  }
}

/// `text` with bytes behind it that would make another text of it.
struct Padded {
  Padded(Random& random, const std::string& text)
      : bytes(text + std::string(kPadding, random.Of(std::string_view(R"( "}],\x)")))),
        size(text.size()) {}
  std::string_view view() const { return std::string_view(bytes).substr(0, size); }
  std::string bytes;
  size_t size;
};

// What is ignored is read as strictly as what is known, in any field and at any depth.
RC_GTEST_PROP(EventFieldReader, AcceptsWhatBoostJsonAcceptsAndNothingElse, (uint64_t seed)) {
  Random random(seed);
  EventFieldReader reader;
  EventFields fields;
  for (int i = 0; i < 500; ++i) {
    const std::string key = random.OneIn(2) ? R"("dossier")" : R"("\u0061pplicant")";
    std::string text = Anything(random, 4);
    if (!random.OneIn(20)) text = "{" + key + ":" + text + R"(,"x":)" + Anything(random, 4) + "}";
    if (random.OneIn(3)) text = Damaged(random, text);
    const auto expected = IsJsonObject(text);
    if (!expected) continue;
    RC_LOG() << boost::json::serialize(boost::json::string(text)) << "\n";
    RC_ASSERT(reader.Read(Padded(random, text).view(), fields).has_value() == !*expected);
  }
}

}  // namespace
}  // namespace dunghan::intake
