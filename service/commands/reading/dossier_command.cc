#include "reading/dossier_command.h"

#include <fmt/format.h>

#include "dunghan/base/text.h"
#include "dunghan/ledger/named_dossier.h"
#include "dunghan/report/dossier_writer.h"
#include "finish.h"

namespace dunghan::commands {
namespace {

/// That there is none of that name, or more than one.
Error NoneOf(const DossierOptions& options, const ledger::NamedDossier& found, Language language) {
  const bool vi = language == Language::kVi;
  if (!found.several.empty())
    return InvalidArgument(report::SeveralText(options.code, found, language));
  return NotFound(vi ? fmt::format("sổ hồ sơ không có hồ sơ {}", options.code)
                     : fmt::format("no dossier {} in the ledger{}", options.code,
                                   options.as_of ? " as of that position" : ""));
}

}  // namespace

int RunDossier(const DossierOptions& options, ledger::DossiersView& view, const Console& console) {
  const auto language = ParseLanguage(options.language);
  if (!language) {
    return FailUsage(InvalidArgument(fmt::format("--lang: expected vi or en, got {}",
                                                 JsonQuote(options.language))),
                     console);
  }
  const auto found = ledger::FindNamed(view, options.code);
  if (!found) return Fail(found.error(), console);
  if (!found->record) return Fail(NoneOf(options, *found, *language), console);
  const report::DossierPage page{*found->record, view};
  const auto explain = options.explain ? report::Explain::kYes : report::Explain::kNo;
  const std::string text = options.json ? report::WriteDossierJson(page, explain, *language)
                                        : report::WriteDossierText(page, explain, *language);
  view.Release();
  return Print(text, console);
}

}  // namespace dunghan::commands
