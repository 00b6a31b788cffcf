#include "intake/national_reader.h"

#include <fmt/format.h>

#include <utility>

#include "dunghan/sheet/reading.h"
#include "listed_codes.h"
#include "message_parser.h"
#include "national_events.h"

namespace dunghan::intake {
namespace {

const ListedCodes::Aliases kNoAliases;
constexpr size_t kMostRecords = 50'000;

}  // namespace

NationalReader::NationalReader(std::shared_ptr<const NationalMapping> mapping,
                               std::shared_ptr<const rulebook::Timeline> rulebooks)
    : mapping_(std::move(mapping)), rulebooks_(std::move(rulebooks)) {}
NationalReader::~NationalReader() = default;
NationalReader::NationalReader(NationalReader&&) noexcept = default;
NationalReader& NationalReader::operator=(NationalReader&&) noexcept = default;

Result<NationalReader::Told> NationalReader::Read(
    std::string_view json, std::string_view service, Instant now,
    const std::function<void(const EventFields&, size_t)>& each) {
  std::string fault;
  const auto message = ParseNational(json, *mapping_, kMostRecords, fault);
  if (!message) return InvalidArgument(std::move(fault));
  const std::string named(message->service.empty() ? service : message->service);
  if (!service.empty() && named != service) {
    return InvalidArgument(
        fmt::format("\"{}\": expected {}, as in the address", mapping_->service, service));
  }
  const bool steps = named == mapping_->steps_service;
  if (!steps && named != mapping_->dossiers_service) {
    // Not what was found: it goes into the record, and may be anything.
    return InvalidArgument(fmt::format("\"{}\": expected {} or {}", mapping_->service,
                                       mapping_->dossiers_service, mapping_->steps_service));
  }
  const auto& rulebook = rulebooks_->newest();
  const auto& zone = rulebook.default_calendar().zone();
  if (!codes_) {
    codes_ = std::make_unique<ListedCodes>(kNoAliases, kNoAliases, rulebook, zone.DayOf(now));
  }
  NationalEvents events(*mapping_, zone, *codes_, sheet::OneLine(message->unit), now, each);
  for (size_t i = 0; i < message->records.size(); ++i) {
    if (steps) {
      events.Step(message->records[i], i);
    } else {
      events.Dossier(message->records[i], i);
    }
  }
  return Told{message->records.size(), events.undated()};
}

}  // namespace dunghan::intake
