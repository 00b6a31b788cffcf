#pragma once

#include <optional>

#include "dunghan/dossier/judge.h"
#include "json_text.h"

namespace dunghan::report {

struct DossierCase;

/// "supplement", "payment", "stop".
std::string_view NameOf(dossier::SuspensionKind kind);

/// How a due comes about, as dossier_writer.h describes it; null where nothing is asked.
void WriteDue(JsonText& json, const DossierCase& the_case, std::string_view key,
              const std::optional<dossier::LawfulQuestion>& asked);

}  // namespace dunghan::report
