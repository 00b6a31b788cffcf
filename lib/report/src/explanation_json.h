#pragma once

#include "dunghan/report/labels.h"
#include "json_text.h"

namespace dunghan::report {

struct DossierCase;

/// `acceptance` and `steps` of a dossier: what came of them, without the way to it.
void WriteAcceptance(JsonText& json, const DossierCase& the_case);
void WriteSteps(JsonText& json, const DossierCase& the_case);

/// `times` and `parts` of an explanation.
void WriteTimes(JsonText& json, const DossierCase& the_case);

/// `explanation`, as dossier_writer.h describes it.
void WriteExplanation(JsonText& json, const DossierCase& the_case, Language language);

}  // namespace dunghan::report
