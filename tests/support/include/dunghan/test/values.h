#pragma once

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "dunghan/base/code.h"
#include "dunghan/base/time.h"
#include "dunghan/dossier/event.h"
#include "dunghan/worktime/calendar.h"

/// Short ways to write down instants, days, calendars and events in a test.
namespace dunghan::test {

/// "2021-06-07 08:00" at +07:00.
inline Instant At(std::string_view text) {
  const std::string seconds = text.size() == 16 ? ":00" : "";
  return ParseRfc3339(std::string(text) + seconds + "+07:00").value();
}

inline LocalDay Day(std::string_view text) { return ParseDate(text).value(); }

/// An office in Sơn La: Monday to Friday 07:30-11:30 and 13:30-17:00, no holidays but those given.
inline worktime::CalendarSpec OfficeSpec() {
  worktime::CalendarSpec spec;
  spec.name = "office";
  spec.zone = "Asia/Ho_Chi_Minh";
  for (size_t weekday = 1; weekday <= 5; ++weekday) {
    spec.weekly[weekday] = {worktime::ParseOpenInterval("07:30-11:30").value(),
                            worktime::ParseOpenInterval("13:30-17:00").value()};
  }
  return spec;
}

inline std::shared_ptr<const worktime::WorkingCalendar> Office(
    worktime::CalendarSpec spec = OfficeSpec()) {
  return std::make_shared<const worktime::WorkingCalendar>(
      worktime::WorkingCalendar::Build(std::move(spec)).value());
}

/// Makes events with little text; every one gets an id derived from its content.
class Events {
 public:
  explicit Events(std::shared_ptr<CodeTable> codes = std::make_shared<CodeTable>())
      : codes_(std::move(codes)) {}

  const std::shared_ptr<CodeTable>& codes() const { return codes_; }
  template <class C>
  C Code(std::string_view text) {
    return codes_->Intern<C>(text);
  }

  dossier::Event Make(std::string_view dossier, dossier::EventType type, std::string_view at) {
    dossier::Event event;
    event.dossier = dossier;
    event.type = type;
    event.at = At(at);
    event.source = Code<SourceName>("mot-cua");
    dossier::EnsureId(event);
    return event;
  }

  dossier::Event Received(std::string_view dossier, std::string_view at,
                          std::optional<dossier::DueClaim> due = {}, std::string_view agency = "A",
                          std::string_view procedure = "P") {
    dossier::Event event = Make(dossier, dossier::EventType::kReceived, at);
    event.agency = Code<AgencyCode>(agency);
    event.procedure = Code<ProcedureCode>(procedure);
    event.due = due;
    event.id.clear();
    dossier::EnsureId(event);
    return event;
  }

 private:
  std::shared_ptr<CodeTable> codes_;
};

/// The folder with the shared example data; it may be absent.
inline std::filesystem::path SharedFolder() {
  const char* folder = std::getenv("DUNGHAN_SHARED");
  return folder ? folder : DUNGHAN_SHARED_DEFAULT;
}

/// A new empty folder, gone at the end.
class TempFolder {
 public:
  TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "dunghan-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace dunghan::test
