#include "event_details.h"

#include "dunghan/statement/names.h"
#include "format.h"

namespace dunghan::report {
namespace {

/// What the due of an event is: a promise, or another date given later.
std::string_view DueName(dossier::EventType type, Language language) {
  if (type == dossier::EventType::kExtended) {
    return language == Language::kVi ? "gia hạn đến" : "extended to";
  }
  if (type == dossier::EventType::kApologised) {
    return language == Language::kVi ? "hẹn lại ngày" : "re-appointed for";
  }
  return language == Language::kVi ? "ngày hẹn trả" : "promised for";
}

}  // namespace

std::string EventDetails(const dossier::Event& event, const rulebook::Rulebook& rulebook,
                         LocalDay day, const worktime::Zone& zone, Language language) {
  std::string out;
  const auto add = [&](std::string_view vi, std::string_view en, const std::string& value) {
    if (value.empty()) return;
    out += fmt::format(", {} {}", language == Language::kVi ? vi : en, value);
  };
  const auto agency = [&](AgencyCode code) {
    return code ? WithCode(statement::NamedAgency(code, rulebook, day), language) : std::string();
  };
  add("cơ quan", "agency", agency(event.agency));
  if (event.procedure) {
    add("thủ tục", "procedure",
        WithCode(statement::NamedProcedure(event.procedure, rulebook, day), language));
  }
  add("nơi tiếp nhận", "counter", agency(event.counter));
  add("kênh", "channel", std::string(Text(event.channel, language)));
  if (event.due) {
    const std::string_view name = DueName(event.type, language);
    add(name, name, Claimed(*event.due, zone, language));
  }
  add("bộ phận", "unit", std::string(event.unit.text()));
  add("bước", "step", std::string(event.step.text()));
  if (event.step_due) {
    add("hạn của bước", "the step's due", Claimed(*event.step_due, zone, language));
  }
  add("chuyển đến", "to", agency(event.to_agency));
  add("lý do", "reason", ReasonText(event.reason.text(), language));
  if (event.rating > 0) add("mức", "rating", fmt::format("{}/5", event.rating));
  add("mã", "id", event.voids);
  if (event.received) add("tiếp nhận", "received", Claimed(*event.received, zone, language));
  add("trạng thái", "state", std::string(Text(event.state, language)));
  if (event.ended) add("kết thúc", "ended", Claimed(*event.ended, zone, language));
  add("mã khác", "alias", event.alias);
  return out;
}

}  // namespace dunghan::report
