#pragma once

#include <string>

#include "dunghan/ledger/view.h"
#include "dunghan/report/labels.h"

/// One dossier as kept: receipt, events, standing and due on both bases, claims, stops, signals.
namespace dunghan::report {

enum class Explain : uint8_t { kNo, kYes };

/// A record and the view it came from.
struct DossierPage {
  const ledger::DossierRecord& record;
  const ledger::View& view;
};

/// For reading on a terminal; with kYes the explanation in sentences.
std::string WriteDossierText(const DossierPage& page, Explain explain, Language language);

/// One line of JSON. Instants have the offset of the dossier's calendar; a due given as a date
/// stays a date. With kYes there is `explanation` with the sentences on `lawful`, `promise` and
/// each basis' `standing` in that language.
std::string WriteDossierJson(const DossierPage& page, Explain explain, Language language);

}  // namespace dunghan::report
