#include "event_lines.h"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace dunghan::bench {
namespace {

constexpr size_t kBlock = size_t{1} << 20U;

void Field(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  // No text of the workload holds a quote or a backslash.
  fmt::format_to(std::back_inserter(out), R"({}"{}":"{}")", out.back() == '{' ? "" : ",", name,
                 value);
}

std::string DueText(const dossier::DueClaim& due) {
  if (const auto* day = std::get_if<LocalDay>(&due)) return FormatDate(*day);
  return FormatRfc3339(std::get<Instant>(due), kZone);
}

void AppendLine(std::string& out, const dossier::Event& event) {
  out += '{';
  Field(out, "dossier", event.dossier);
  Field(out, "type", dossier::ToString(event.type));
  Field(out, "at", FormatRfc3339(event.at, kZone));
  Field(out, "id", event.id);
  Field(out, "source", event.source.text());
  Field(out, "agency", event.agency.text());
  Field(out, "procedure", event.procedure.text());
  if (event.due || event.type == dossier::EventType::kSubmitted) {
    Field(out, "channel", dossier::ToString(event.channel));
  }
  if (event.due) Field(out, "due", DueText(*event.due));
  Field(out, "unit", event.unit.text());
  Field(out, "step", event.step.text());
  if (event.step_due) Field(out, "step_due", DueText(*event.step_due));
  Field(out, "to_agency", event.to_agency.text());
  if (event.rating != 0) out += fmt::format(R"(,"rating":{})", event.rating);
  out += "}\n";
}

}  // namespace

double WriteLines(const std::filesystem::path& path, std::span<const dossier::Event> events) {
  std::ofstream file(path, std::ios::binary);
  std::string block;
  size_t bytes = 0;
  for (const auto& event : events) {
    AppendLine(block, event);
    if (block.size() < kBlock && &event != &events.back()) continue;
    file << block;
    bytes += block.size();
    block.clear();
  }
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
  return static_cast<double>(bytes) / static_cast<double>(events.size());
}

}  // namespace dunghan::bench
