#include "national/national_json.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "dunghan/base/json_writer.h"
#include "national/national_state.h"

namespace dunghan::commands {
namespace {

using dossier::Channel;
using dossier::Event;
using dossier::EventType;

/// Which messages an event is told by.
enum class Message : uint8_t { kNone, kState, kProgress, kBoth };

Message MessageOf(EventType type) {
  switch (type) {
    case EventType::kAssigned:
    case EventType::kTransferred:
      return Message::kProgress;
    // A whole dossier has no date of these.
    case EventType::kPaymentRequested:
    case EventType::kPaid:
    case EventType::kSuspended:
    case EventType::kResumed:
    case EventType::kReopened:
      return Message::kBoth;
    case EventType::kExtended:
    case EventType::kApologised:
    case EventType::kReady:
    case EventType::kLateCause:
    case EventType::kUrged:
    case EventType::kRated:
      return Message::kNone;
    default:
      return Message::kState;
  }
}

/// KenhThucHien.
std::string_view ChannelCode(Channel channel) {
  switch (channel) {
    case Channel::kInPerson:
      return "1";
    case Channel::kOnline:
      return "2";
    case Channel::kPostal:
      return "3";
    case Channel::kUnknown:
      break;
  }
  return "";
}

/// A due date given as a day is the last second of it.
Instant InstantOf(const dossier::DueClaim& due, const worktime::Zone& zone) {
  if (const auto* instant = std::get_if<Instant>(&due)) return *instant;
  return zone.StartOf(std::get<LocalDay>(due) + std::chrono::days{1}) - std::chrono::seconds{1};
}

/// Writes messages: texts alone, instants without an offset.
class MessageWriter {
 public:
  MessageWriter(std::string& out, const worktime::Zone& zone) : json_(out), zone_(zone) {}

  JsonWriter& json() { return json_; }
  void Text(std::string_view key, std::string_view value) { json_.Text(key, value); }
  void Number(std::string_view key, int64_t value) { json_.Text(key, std::to_string(value)); }
  void Time(std::string_view key, const std::optional<Instant>& value) {
    json_.Key(key);
    json_.Quoted([&](std::string& out) {
      if (value) AppendTime(out, *value);
    });
  }

 private:
  void AppendTime(std::string& out, Instant instant) const {
    const auto local = zone_.ToLocal(instant);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(local - day)};
    Digits(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    Digits(out, static_cast<unsigned>(date.month()), 2);
    Digits(out, static_cast<unsigned>(date.day()), 2);
    Digits(out, static_cast<unsigned>(time.hours().count()), 2);
    Digits(out, static_cast<unsigned>(time.minutes().count()), 2);
    Digits(out, static_cast<unsigned>(time.seconds().count()), 2);
  }
  static void Digits(std::string& out, unsigned value, size_t count) {
    out.append(count, '0');
    for (auto place = out.rbegin(); value > 0; ++place, value /= 10) {
      *place = static_cast<char>('0' + value % 10);
    }
  }

  JsonWriter json_;
  const worktime::Zone& zone_;
};

void WriteSupplements(MessageWriter& write, const NationalState& state) {
  write.json().BeginArray("DanhSachHoSoBoSung");
  int64_t number = 0;
  for (const NationalSupplement& each : state.supplements) {
    write.json().BeginObject();
    write.Number("HoSoBoSungId", ++number);
    write.Time("NgayBoSung", each.asked);
    write.Time("NgayTiepNhanBoSung", each.given);
    write.Text("TrangThaiBoSung", each.given ? "1" : "0");
    write.Time("NgayHenTraTruoc", each.due_before);
    write.Time("NgayHenTraMoi", each.due_after);
    write.json().End();
  }
  write.json().End();
}

}  // namespace

/// What is known of a dossier.
struct NationalWriter::Dossier {
  AgencyCode agency;
  AgencyCode counter;
  ProcedureCode procedure;
  Channel channel = Channel::kUnknown;
  bool announced = false;
  std::vector<NationalEvent> events = {};  // sorted

  void Take(const Event& event, const worktime::Zone& zone) {
    if (event.procedure) {
      agency = event.agency;
      counter = event.counter;
      procedure = event.procedure;
      channel = event.channel;
    }
    NationalEvent known{event.at, event.type, event.id, {}, event.to_agency, event.voids};
    if (event.due) known.due = InstantOf(*event.due, zone);
    const auto place = std::lower_bound(events.begin(), events.end(), known);
    if (place != events.end() && place->id == known.id) return;
    events.insert(place, std::move(known));
  }
  NationalState Fold() const {
    NationalState state;
    state.holder = agency;
    for (const NationalEvent& event : events) {
      const bool withdrawn =
          std::any_of(events.begin(), events.end(), [&](const NationalEvent& other) {
            return !other.voids.empty() && other.voids == event.id;
          });
      if (!withdrawn) state.Take(event);
    }
    return state;
  }
};

namespace {

void WriteState(MessageWriter& write, const std::string& code, const NationalState& state,
                ProcedureCode procedure, Channel channel, AgencyCode counter) {
  write.Text("MaHoSo", code);
  write.Text("MaTTHC", procedure.text());
  write.Text("MaLinhVuc", "");
  write.Text("KenhThucHien", ChannelCode(channel));
  write.Text("LoaiDoiTuong", "1");
  // At a counter both are one.
  write.Time("NgayNopHoSo", state.submitted ? state.submitted : state.received);
  write.Time("NgayTiepNhan", state.received);
  write.Time("NgayHenTra", state.due);
  write.Number("TrangThaiHoSo", state.code);
  write.Time("NgayKetThucXuLy", state.finished);
  write.Time("NgayTra", state.returned);
  write.Time("NgayTuChoi", state.refused);
  write.Text("DonViXuLy", state.holder.text());
  write.Text("NoiNopHoSo", counter.text());
  WriteSupplements(write, state);
}

void WriteProgress(MessageWriter& write, const Event& event, const NationalState& state,
                   const worktime::Zone& zone) {
  std::string unit(event.to_agency.text());
  if (!unit.empty() && event.unit) unit += ' ';
  unit += event.unit.text();
  std::optional<Instant> due;
  if (event.step_due) due = InstantOf(*event.step_due, zone);
  write.Text("MaHoSo", event.dossier);
  write.Time("ThoiDiemXuLy", event.at);
  write.Text("PhongBanXuLy", unit);
  write.Text("NoiDungXuLy", event.step.text());
  write.Number("TrangThai", state.code);
  write.Time("NgayBatDau", event.at);
  write.Time("NgayKetThucTheoQuyDinh", due);
}

template <class Record>
void WriteEnvelope(MessageWriter& write, std::string_view agency, std::string_view service,
                   std::string_view updating, Record record) {
  JsonWriter& json = write.json();
  json.BeginObject();
  write.Text("session", "");
  write.Text("madonvi", agency);
  write.Text("service", service);
  write.Text("isUpdating", updating);
  json.BeginArray("data");
  json.BeginObject();
  record();
  for (int open = 3; open > 0; --open) json.End();
  json.EndLine();
}

}  // namespace

NationalWriter::NationalWriter(worktime::Zone zone) : zone_(std::move(zone)) {}
NationalWriter::~NationalWriter() = default;
NationalWriter::NationalWriter(NationalWriter&&) noexcept = default;
NationalWriter& NationalWriter::operator=(NationalWriter&&) noexcept = default;

void NationalWriter::Append(std::string& out, const Event& event) {
  auto& dossier = dossiers_[event.dossier];
  if (!dossier) dossier = std::make_unique<Dossier>();
  dossier->Take(event, zone_);
  const Message message = MessageOf(event.type);
  if (message == Message::kNone) return;
  const NationalState state = dossier->Fold();
  // The national pattern of codes begins with that of the agency.
  const std::string_view agency =
      dossier->agency ? dossier->agency.text()
                      : std::string_view(event.dossier).substr(0, event.dossier.find('-'));
  MessageWriter write(out, zone_);
  if (message != Message::kProgress) {
    const std::string_view updating = std::exchange(dossier->announced, true) ? "True" : "False";
    WriteEnvelope(write, agency, "DongBoHoSoMC", updating, [&] {
      WriteState(write, event.dossier, state, dossier->procedure, dossier->channel,
                 dossier->counter);
    });
  }
  if (message != Message::kState) {
    WriteEnvelope(write, agency, "CapNhatTienDoHoSoMC", "False",
                  [&] { WriteProgress(write, event, state, zone_); });
  }
}

void NationalWriter::Forget(const std::string& dossier) { dossiers_.erase(dossier); }

size_t NationalWriter::remembered() const { return dossiers_.size(); }

}  // namespace dunghan::commands
