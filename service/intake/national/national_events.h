#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "dunghan/worktime/zone.h"
#include "intake/event_fields.h"
#include "intake/national_mapping.h"
#include "listed_codes.h"
#include "message_parser.h"

namespace dunghan::intake {

/// The events that the records of one message tell of, see NationalReader. One thread at a time.
class NationalEvents {
 public:
  using Each = std::function<void(const EventFields&, size_t)>;

  /// `unit`: who sends. All others outlive it.
  NationalEvents(const NationalMapping& mapping, const worktime::Zone& zone, ListedCodes& codes,
                 std::string_view unit, Instant now, const Each& each);

  /// A whole dossier, and a step of one: the record with that number.
  void Dossier(const NationalRecord& record, size_t number);
  void Step(const NationalRecord& record, size_t number);

  /// Pauses without a date that were left to messages of progress.
  int64_t undated() const { return undated_; }

 private:
  /// A date of the message: given or not, and what it says.
  struct Date {
    std::optional<Instant> at;
    bool bad = false;
    bool given() const { return at.has_value() || bad; }
  };
  Date DateOf(const std::string& text) const;
  Date NewestOf(const NationalRecord& record) const;
  std::string AgencyOf(const NationalRecord& record);
  std::optional<dossier::SaidState> StateOf(const std::string& text) const;

  void Begin(const NationalRecord& record, size_t number);
  void WriteWhole(const NationalRecord& record, std::optional<dossier::SaidState> state,
                  const Date& at);
  /// What was promised before a supplement moved it, for whoever sees this message first.
  void WriteFirstDue(const NationalRecord& record, const Date& received, const Date& due);
  void WriteFiled(const NationalRecord& record);
  void WriteSupplement(const NationalRecord::Texts& each);

  void Clear(std::string_view type, const Date& at);
  void Put(Field field, std::string text);
  void PutDate(Field field, const Date& date);
  void PutState(std::optional<dossier::SaidState> state, const std::string& text);
  void PutRow(const NationalRecord& record);
  /// A department, or an agency with or without one behind it.
  void PutUnit(const std::string& text);
  /// Sorts snapshots of one instant by how far on they are.
  void PutId(dossier::SaidState state);
  void Give() { each_(fields_, number_); }

  const NationalMapping& mapping_;
  const worktime::Zone& zone_;
  ListedCodes& codes_;
  std::string unit_;
  Instant now_;
  const Each& each_;

  std::array<std::string, kFields> texts_;
  EventFields fields_;
  // Of the record.
  size_t number_ = 0;
  std::string code_;
  std::string source_;
  std::string agency_;
  std::string procedure_;
  int64_t undated_ = 0;
};

}  // namespace dunghan::intake
