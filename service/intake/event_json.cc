#include "intake/event_json.h"

#include <optional>
#include <string_view>
#include <variant>

#include "dunghan/base/json_writer.h"
#include "intake/event_fields.h"

namespace dunghan::intake {
namespace {

/// Writes the fields of one object, those that say something.
class EventWriter {
 public:
  EventWriter(std::string& out, const worktime::Zone& zone) : json_(out), zone_(zone) {
    json_.BeginObject();
  }

  void Text(Field field, std::string_view text) { json_.TextIfAny(NameOf(field), text); }

  void Time(Field field, Instant instant) {
    json_.Key(NameOf(field));
    json_.Quoted([&](std::string& out) { zone_.AppendFormatted(out, instant); });
  }

  void Due(Field field, const std::optional<dossier::DueClaim>& due) {
    if (!due) return;
    if (const auto* instant = std::get_if<Instant>(&*due)) return Time(field, *instant);
    json_.Date(NameOf(field), std::get<LocalDay>(*due));
  }

  void Number(Field field, uint8_t value) {
    if (value > 0) json_.Integer(NameOf(field), value);
  }

  void Close() { json_.End(); }

 private:
  JsonWriter json_;
  const worktime::Zone& zone_;
};

}  // namespace

void AppendEventJson(std::string& out, const dossier::Event& event, const worktime::Zone& zone) {
  EventWriter write(out, zone);
  write.Text(Field::kDossier, event.dossier);
  write.Text(Field::kType, dossier::ToString(event.type));
  write.Time(Field::kAt, event.at);
  write.Text(Field::kId, event.id);
  write.Text(Field::kSource, event.source.text());
  write.Text(Field::kAgency, event.agency.text());
  write.Text(Field::kProcedure, event.procedure.text());
  write.Text(Field::kCounter, event.counter.text());
  write.Text(Field::kChannel, dossier::ToString(event.channel));
  write.Due(Field::kDue, event.due);
  write.Text(Field::kUnit, event.unit.text());
  write.Text(Field::kStep, event.step.text());
  write.Due(Field::kStepDue, event.step_due);
  write.Text(Field::kToAgency, event.to_agency.text());
  write.Text(Field::kReason, event.reason.text());
  write.Number(Field::kRating, event.rating);
  write.Text(Field::kVoids, event.voids);
  if (event.received) write.Time(Field::kReceived, *event.received);
  write.Text(Field::kState, dossier::ToString(event.state));
  if (event.ended) write.Time(Field::kEnded, *event.ended);
  write.Text(Field::kAlias, event.alias);
  write.Close();
}

}  // namespace dunghan::intake
