#include "national_events.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "dunghan/base/digest.h"
#include "dunghan/base/text.h"
#include "dunghan/sheet/reading.h"
#include "national_time.h"

namespace dunghan::intake {
namespace {

using dossier::SaidState;

bool IsPause(SaidState state) {
  return state == SaidState::kSupplement || state == SaidState::kPayment ||
         state == SaidState::kStopped;
}

bool IsEnd(SaidState state) {
  return state == SaidState::kCompleted || state == SaidState::kReturned ||
         state == SaidState::kRefused || state == SaidState::kWithdrawn;
}

/// Of a tail of six or seven digits the first two: the ministry whose system gave the number.
std::string_view MinistryOf(std::string_view code) {
  constexpr size_t kShort = 6;
  constexpr size_t kLong = 7;
  const size_t dash = code.rfind('-');
  if (dash == std::string_view::npos) return {};
  const std::string_view tail = code.substr(dash + 1);
  const bool digits = tail.find_first_not_of("0123456789") == std::string_view::npos;
  return digits && (tail.size() == kShort || tail.size() == kLong) ? tail.substr(0, 2)
                                                                   : std::string_view();
}

const std::string& TextOf(const NationalRecord::Texts& texts, NationalField field) {
  return texts[static_cast<size_t>(field)];
}

/// Whether the message itself tells when the clock was stopped.
bool IsDated(const NationalRecord& record, SaidState state) {
  const auto is_open = [](const NationalRecord::Texts& each) {
    return !WithoutBlanksAround(TextOf(each, NationalField::kAsked)).empty() &&
           WithoutBlanksAround(TextOf(each, NationalField::kGiven)).empty();
  };
  return state == SaidState::kSupplement &&
         std::any_of(record.supplements.begin(), record.supplements.end(), is_open);
}

}  // namespace

NationalEvents::NationalEvents(const NationalMapping& mapping, const worktime::Zone& zone,
                               ListedCodes& codes, std::string_view unit, Instant now,
                               const Each& each)
    : mapping_(mapping), zone_(zone), codes_(codes), unit_(unit), now_(now), each_(each) {}

void NationalEvents::Dossier(const NationalRecord& record, size_t number) {
  Begin(record, number);
  const auto state = StateOf(record[NationalField::kState]);
  const Date at = NewestOf(record);
  WriteWhole(record, state, at);
  WriteFiled(record);
  for (const auto& supplement : record.supplements) WriteSupplement(supplement);
  if (const Date returned = DateOf(record[NationalField::kReturned]); returned.given()) {
    Clear("returned", returned);
    Give();
  }
}

void NationalEvents::Step(const NationalRecord& record, size_t number) {
  Begin(record, number);
  const auto state = StateOf(record[NationalField::kStepState]);
  Date at = DateOf(record[NationalField::kStepAt]);
  const Date begun = DateOf(record[NationalField::kStepBegun]);
  if (!at.given()) at = begun;
  Clear("snapshot", at);
  PutState(state, record[NationalField::kStepState]);
  PutId(state.value_or(SaidState::kNone));
  const bool says_state = fields_[Field::kState].kind != ValueKind::kAbsent;
  if (says_state) Give();
  const bool in_work = !state || *state == SaidState::kReceived || *state == SaidState::kProcessing;
  std::string unit = sheet::OneLine(record[NationalField::kStepUnit]);
  if (unit == kNotUnderstood) unit.clear();
  const std::string& due = record[NationalField::kStepDue];
  if (!in_work || (unit.empty() && due.empty())) {
    if (says_state) return;
    // Nothing is passed by in silence.
    Put(Field::kState, std::string(kNotUnderstood));
    return Give();
  }
  Clear("assigned", begun.given() ? begun : at);
  PutUnit(unit);
  PutDate(Field::kStepDue, DateOf(due));
  Put(Field::kStep, sheet::OneLine(record[NationalField::kStep]));
  Give();
}

NationalEvents::Date NationalEvents::DateOf(const std::string& text) const {
  const std::string_view trimmed = WithoutBlanksAround(text);
  if (trimmed.empty()) return {};
  const auto local = ParseNationalTime(trimmed);
  if (!local) return {{}, true};
  return {zone_.ToInstant(*local), false};
}

void NationalEvents::Begin(const NationalRecord& record, size_t number) {
  number_ = number;
  const std::string code(WithoutBlanksAround(record[NationalField::kDossier]));
  code_ = code.empty() || MayBeDossierCode(code) ? code : std::string(kNotUnderstood);
  const auto ministry = mapping_.ministries.find(std::string(MinistryOf(code_)));
  source_ = ministry == mapping_.ministries.end() ? std::string() : ministry->second;
  agency_ = AgencyOf(record);
  procedure_ = sheet::OneLine(record[NationalField::kProcedure]);
  if (!procedure_.empty()) {
    std::string found = codes_.ProcedureOf(procedure_);
    // A code says what is missing in the list; free text may say anything.
    const bool shown = found.empty() && MayBeDossierCode(procedure_);
    if (!shown) procedure_ = found.empty() ? std::string(kNotUnderstood) : std::move(found);
  }
}

std::string NationalEvents::AgencyOf(const NationalRecord& record) {
  const std::string_view code(code_);
  const std::string prefix(code.substr(0, code.find('-')));
  std::string first;
  for (const std::string& text : {unit_, sheet::OneLine(record[NationalField::kAgency]), prefix}) {
    if (text.empty()) continue;
    std::string found = codes_.AgencyOf(text);
    if (!found.empty()) return found;
    if (first.empty()) first = text;
  }
  return first.empty() || MayBeDossierCode(first) ? first : std::string(kNotUnderstood);
}

std::optional<SaidState> NationalEvents::StateOf(const std::string& text) const {
  const auto found = mapping_.states.find(std::string(WithoutBlanksAround(text)));
  return found == mapping_.states.end() ? std::nullopt : std::optional(found->second);
}

NationalEvents::Date NationalEvents::NewestOf(const NationalRecord& record) const {
  std::vector<Date> dates;
  for (const auto field :
       {NationalField::kSubmitted, NationalField::kReceived, NationalField::kEnded,
        NationalField::kReturned, NationalField::kDeclined}) {
    dates.push_back(DateOf(record[field]));
  }
  for (const auto& each : record.supplements) {
    dates.push_back(DateOf(TextOf(each, NationalField::kAsked)));
    dates.push_back(DateOf(TextOf(each, NationalField::kGiven)));
  }
  Date newest;
  for (const Date& date : dates) newest.at = std::max(newest.at, date.at);
  return newest;
}

void NationalEvents::WriteWhole(const NationalRecord& record, std::optional<SaidState> state,
                                const Date& at) {
  const Date received = DateOf(record[NationalField::kReceived]);
  const Date due = DateOf(record[NationalField::kDue]);
  const Date declined = DateOf(record[NationalField::kDeclined]);
  Date ended = DateOf(record[NationalField::kEnded]);
  if (state == SaidState::kCompleted && declined.given()) state = SaidState::kRefused;
  if (state == SaidState::kDeclined || (state == SaidState::kRefused && !ended.given())) {
    ended = declined;
  }
  WriteFirstDue(record, received, due);
  Clear("snapshot", at);
  PutRow(record);
  PutDate(Field::kReceived, received);
  PutDate(Field::kDue, due);
  const bool undated = state && IsPause(*state) && !IsDated(record, *state);
  if (!undated) PutState(state, record[NationalField::kState]);
  const bool ends = !state || IsEnd(*state) || *state == SaidState::kDeclined;
  if (ends) PutDate(Field::kEnded, ended);
  // What has slipped in there may be a person's.
  const std::string alias(WithoutBlanksAround(record[NationalField::kAlias]));
  if (MayBeDossierCode(alias)) Put(Field::kAlias, alias);
  PutId(state.value_or(SaidState::kNone));
  Give();
  if (!undated) return;
  if (!mapping_.pauses_by_arrival) {
    ++undated_;
    return;
  }
  Clear("snapshot", {now_, false});
  PutState(state, "");
  PutId(*state);
  Give();
}

void NationalEvents::WriteFirstDue(const NationalRecord& record, const Date& received,
                                   const Date& due) {
  const NationalRecord::Texts* first = nullptr;
  for (const auto& each : record.supplements) {
    const auto asked = [](const NationalRecord::Texts& of) {
      return WithoutBlanksAround(TextOf(of, NationalField::kAsked));
    };
    if (!first || asked(each) < asked(*first)) first = &each;
  }
  if (!first || !received.at) return;
  const Date before = DateOf(TextOf(*first, NationalField::kDueBefore));
  if (!before.at || before.at == due.at) return;
  Clear("snapshot", received);
  PutRow(record);
  PutDate(Field::kReceived, received);
  PutDate(Field::kDue, before);
  PutId(SaidState::kNone);
  Give();
}

void NationalEvents::WriteFiled(const NationalRecord& record) {
  const Date filed = DateOf(record[NationalField::kSubmitted]);
  if (!filed.given()) return;
  // At a counter both are one.
  const Date received = DateOf(record[NationalField::kReceived]);
  const bool online =
      mapping_.channels.contains(record[NationalField::kChannel]) &&
      mapping_.channels.at(record[NationalField::kChannel]) == dossier::Channel::kOnline;
  if (!online && received.at && filed.at == received.at) return;
  Clear("submitted", filed);
  PutRow(record);
  Give();
}

void NationalEvents::WriteSupplement(const NationalRecord::Texts& each) {
  const auto text = [&](NationalField field) -> const std::string& { return TextOf(each, field); };
  std::string id = sheet::OneLine(text(NationalField::kSupplementId));
  // What has slipped in there may be a person's; without one the content tells repeats.
  if (!MayBeDossierCode(id)) id.clear();
  const Date asked = DateOf(text(NationalField::kAsked));
  const Date given = DateOf(text(NationalField::kGiven));
  const Date due = DateOf(text(NationalField::kDueAfter));
  const auto write = [&](std::string_view type, const Date& at, std::string_view prefix) {
    Clear(type, at);
    if (!id.empty()) Put(Field::kId, fmt::format("{}/{}", prefix, id));
  };
  if (asked.given()) {
    write("supplement_requested", asked, "bs");
    Give();
  }
  if (!given.given()) return;
  write("supplemented", given, "bs-nop");
  Give();
  if (!due.given()) return;
  write("due_set", given, "bs-han");
  PutDate(Field::kDue, due);
  Give();
}

void NationalEvents::Clear(std::string_view type, const Date& at) {
  fields_ = {};
  Put(Field::kDossier, code_);
  Put(Field::kType, std::string(type));
  PutDate(Field::kAt, at);
  Put(Field::kSource, source_);
}

void NationalEvents::Put(Field field, std::string text) {
  if (text.empty()) return;
  std::string& kept = texts_[static_cast<size_t>(field)];
  kept = std::move(text);
  fields_[field] = {ValueKind::kText, kept};
}

void NationalEvents::PutDate(Field field, const Date& date) {
  if (date.bad) return Put(field, std::string(kNotUnderstood));
  if (date.at) Put(field, zone_.Format(*date.at));
}

void NationalEvents::PutState(std::optional<SaidState> state, const std::string& text) {
  if (state) return Put(Field::kState, std::string(dossier::ToString(*state)));
  if (!WithoutBlanksAround(text).empty()) Put(Field::kState, std::string(kNotUnderstood));
}

void NationalEvents::PutRow(const NationalRecord& record) {
  Put(Field::kAgency, agency_);
  Put(Field::kProcedure, procedure_);
  Put(Field::kCounter, codes_.AgencyOf(sheet::OneLine(record[NationalField::kCounter])));
  const std::string channel(WithoutBlanksAround(record[NationalField::kChannel]));
  if (channel.empty()) return;
  const auto found = mapping_.channels.find(channel);
  Put(Field::kChannel,
      std::string(found == mapping_.channels.end() ? kNotUnderstood
                                                   : dossier::ToString(found->second)));
}

void NationalEvents::PutUnit(const std::string& text) {
  const size_t blank = text.find(' ');
  const std::string whole = codes_.AgencyOf(text);
  if (!whole.empty()) return Put(Field::kAgency, whole);
  const std::string first =
      blank == std::string::npos ? std::string() : codes_.AgencyOf(text.substr(0, blank));
  Put(Field::kAgency, first);
  Put(Field::kUnit, first.empty() ? text : text.substr(blank + 1));
}

void NationalEvents::PutId(SaidState state) {
  constexpr size_t kShown = 16;
  std::string content;
  for (size_t i = 0; i < kFields; ++i) {
    // Ids are on record: of messages without one they are as before there were aliases.
    const auto field = static_cast<Field>(i);
    if (field == Field::kAlias && fields_[field].kind == ValueKind::kAbsent) continue;
    content.append(fields_[field].text).push_back('\0');
  }
  Put(Field::kId,
      fmt::format("{:02}.{}", static_cast<int>(state), ToHex(Sha256(content)).substr(0, kShown)));
}

}  // namespace dunghan::intake
