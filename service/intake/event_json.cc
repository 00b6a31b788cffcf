#include "intake/event_json.h"

#include <array>
#include <string_view>
#include <variant>

#include "dunghan/base/text.h"
#include "intake/event_fields.h"

namespace dunghan::intake {
namespace {

// Each name as it stands between two values: ,"dossier":
const std::array<std::string, kFields>& Names() {
  static const auto names = [] {
    std::array<std::string, kFields> made;
    for (size_t i = 0; i < kFields; ++i) {
      made[i].append(",\"").append(kFieldNames[i]).append("\":");
    }
    return made;
  }();
  return names;
}

/// Writes the fields of one object.
class EventWriter {
 public:
  EventWriter(std::string& out, const worktime::Zone& zone) : out_(out), zone_(zone) {
    out_ += '{';
  }

  void Text(Field field, std::string_view text) {
    if (text.empty()) return;
    Name(field);
    // Nearly every text needs no look at its characters one by one.
    const bool plain = IsPlainAscii(text) && text.find('"') == std::string_view::npos &&
                       text.find('\\') == std::string_view::npos;
    if (!plain) return AppendJsonQuoted(out_, text);
    out_ += '"';
    out_ += text;
    out_ += '"';
  }

  void Time(Field field, Instant instant) {
    Name(field);
    out_ += '"';
    zone_.AppendFormatted(out_, instant);
    out_ += '"';
  }

  void Due(Field field, const std::optional<dossier::DueClaim>& due) {
    if (!due) return;
    if (const auto* instant = std::get_if<Instant>(&*due)) return Time(field, *instant);
    Name(field);
    out_ += '"';
    AppendDate(out_, std::get<LocalDay>(*due));
    out_ += '"';
  }

  void Digit(Field field, uint8_t value) {
    if (value == 0) return;
    Name(field);
    out_ += static_cast<char>('0' + value);
  }

  void Close() { out_ += '}'; }

 private:
  void Name(Field field) {
    const std::string_view name = names_[static_cast<size_t>(field)];
    out_ += out_.back() == '{' ? name.substr(1) : name;
  }

  std::string& out_;
  const worktime::Zone& zone_;
  const std::array<std::string, kFields>& names_ = Names();
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
  write.Digit(Field::kRating, event.rating);
  write.Text(Field::kVoids, event.voids);
  write.Close();
}

}  // namespace dunghan::intake
