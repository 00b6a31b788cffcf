#include <fmt/format.h>

#include <string>

#include "settings_keys.h"

namespace dunghan::app {
namespace {

/// Writes rows and begins a new table whenever the section changes.
class ReferenceWriter {
 public:
  template <class Target>
  void Add(const Key<Target>& key) {
    if (key.section != section_) {
      section_ = key.section;
      text_ += fmt::format("{}### [{}]\n\n| key | value | default | meaning |\n|---|---|---|---|\n",
                           text_.empty() ? "" : "\n", section_);
    }
    text_ += fmt::format("| `{}` | {} | `{}` | {} |\n", key.name, key.value.expected, key.fallback,
                         key.meaning);
  }
  std::string Take() { return std::move(text_); }

 private:
  std::string_view section_;
  std::string text_;
};

}  // namespace

std::string SettingsReference() {
  ReferenceWriter out;
  std::string_view section;
  for (const Key<Settings>& key : SettingsKeys()) {
    // What is about one agency, procedure or source follows the section it belongs to.
    if (section == kFigures && key.section != kFigures) {
      out.Add(AgencyTargetKey());
      for (const auto& index_key : IndexKeys()) out.Add(index_key);
    }
    if (section == kAlerts && key.section != kAlerts) out.Add(ProcedureTiersKey());
    if (section == kReports && key.section != kReports) {
      for (const auto& petition_key : PetitionKeys()) out.Add(petition_key);
    }
    section = key.section;
    out.Add(key);
  }
  for (const Key<SourceSettings>& key : SourceKeys()) out.Add(key);
  return out.Take();
}

}  // namespace dunghan::app
