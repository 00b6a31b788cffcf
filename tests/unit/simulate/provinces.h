#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunghan/dossier/event.h"
#include "dunghan/rulebook/rulebook.h"
#include "dunghan/simulate/province.h"

/// Provinces to look at.
namespace dunghan::simulate::test {

inline Instant At(std::string_view text) {
  return ParseRfc3339(std::string(text) + ":00+07:00").value();
}

inline LocalDay Date(std::string_view text) { return ParseDate(text).value(); }

/// A rulebook with the table its codes belong to.
struct Book {
  std::shared_ptr<CodeTable> codes = std::make_shared<CodeTable>();
  std::shared_ptr<const rulebook::Rulebook> rules;
};

/// No lists: agencies and procedures are made up.
inline Book Blank() {
  Book book;
  worktime::CalendarSpec spec;
  spec.name = "office";
  spec.zone = "Asia/Ho_Chi_Minh";
  for (size_t day = 1; day <= 5; ++day) {
    spec.weekly[day] = {worktime::ParseOpenInterval("07:30-11:30").value(),
                        worktime::ParseOpenInterval("13:30-17:00").value()};
  }
  spec.exceptions.push_back({Date("2021-04-30"), {}, "holiday", "", true});
  auto calendar = worktime::WorkingCalendar::Build(std::move(spec)).value();
  book.rules = rulebook::Rulebook::Open(std::move(calendar), book.codes);
  return book;
}

/// The example of config/: agencies and procedures come and go in 2025.
inline Book SonLa(rulebook::Unknown unknown = rulebook::Unknown::kQuarantine) {
  const std::filesystem::path folder = std::filesystem::path(DUNGHAN_SOURCE_DIR) / "config";
  rulebook::Options options;
  options.calendars = {folder / "calendars/vn-office.toml"};
  options.agencies = folder / "son-la/agencies.csv";
  options.procedures = folder / "son-la/procedures.csv";
  options.successors = folder / "son-la/successors.csv";
  options.unknown = unknown;
  Book book;
  book.rules = rulebook::Rulebook::Load(options, book.codes).rulebook;
  return book;
}

inline std::vector<dossier::Event> Generate(const Options& options, const Book& book) {
  auto province = Province::Create(options, book.rules, book.codes).value();
  std::vector<dossier::Event> events;
  dossier::Event event;
  while (province.Next(event)) events.push_back(event);
  return events;
}

/// An event as it arrived.
struct Sent {
  dossier::Event event;
  Instant arrival;
  bool last = false;  ///< of its dossier
  friend bool operator==(const Sent&, const Sent&) = default;
};

inline std::vector<Sent> Receive(const Options& options, const Book& book) {
  auto province = Province::Create(options, book.rules, book.codes).value();
  std::vector<Sent> sent;
  dossier::Event event;
  while (province.Next(event)) sent.push_back({event, province.arrival(), province.dossier_over()});
  return sent;
}

using Dossiers = std::map<std::string, std::vector<dossier::Event>>;

inline Dossiers ByDossier(std::vector<dossier::Event> events) {
  Dossiers dossiers;
  for (auto& event : events) dossiers[event.dossier].push_back(std::move(event));
  return dossiers;
}

}  // namespace dunghan::simulate::test
