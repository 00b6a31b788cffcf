#include <iterator>

#include "dossier_table.h"
#include "dunghan/report/dossier_writer.h"

namespace dunghan::report {

std::string_view NameOf(dossier::EndKind kind) {
  constexpr std::string_view kNames[] = {"completed", "refused", "withdrawn"};
  return kNames[static_cast<size_t>(kind)];
}

std::string_view NameOf(dossier::NoDue why) {
  constexpr std::string_view kNames[] = {"",          "no_limit",   "beyond_calendar",
                                         "suspended", "no_receipt", "end_undated"};
  return kNames[static_cast<size_t>(why)];
}

std::string_view NameOf(Fate fate) {
  constexpr std::string_view kNames[] = {"counts", "mirror",        "ahead",
                                         "voided", "voids_nothing", "voids_a_void"};
  return kNames[static_cast<size_t>(fate)];
}

std::vector<std::string_view> SignalsOf(const SeenDossier& seen) {
  constexpr std::string_view kNames[] = {"finish_before_receipt",
                                         "further_end",
                                         "reopened",
                                         "conflicting_content",
                                         "second_receipt",
                                         "voided_event",
                                         "disputed_promise",
                                         "second_reappointment",
                                         "due_before_receipt",
                                         "pause_without_reason",
                                         "pause_after_due",
                                         "pause_too_long",
                                         "receipt_moved",
                                         "end_moved",
                                         "pause_by_file",
                                         "sources_differ"};
  std::vector<std::string_view> names;
  for (size_t i = 0; i < std::size(kAllSignals); ++i) {
    if (HasSignal(seen, kAllSignals[i])) names.push_back(kNames[i]);
  }
  return names;
}

const JsonShape& DossierShape() { return kDossierTable.shape(); }

std::string WriteDossierJson(const DossierPage& page, Explain explain, Language language) {
  return kDossierTable.ToText(Told(page, explain, language)) + "\n";
}

}  // namespace dunghan::report
