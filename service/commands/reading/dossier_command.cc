#include "reading/dossier_command.h"

#include <fmt/format.h>

#include "dunghan/base/text.h"
#include "dunghan/report/dossier_writer.h"
#include "finish.h"

namespace dunghan::commands {

int RunDossier(const DossierOptions& options, ledger::DossiersView& view, const Console& console) {
  const auto language = ParseLanguage(options.language);
  if (!language) {
    return FailUsage(InvalidArgument(fmt::format("--lang: expected vi or en, got {}",
                                                 JsonQuote(options.language))),
                     console);
  }
  const auto record = view.Find(options.code);
  if (!record) {
    Error error = record.error();
    if (error.code == ErrorCode::kNotFound && *language == Language::kVi) {
      error.for_client = fmt::format("sổ hồ sơ không có hồ sơ {}", options.code);
    }
    return Fail(error, console);
  }
  const report::DossierPage page{*record, view};
  const auto explain = options.explain ? report::Explain::kYes : report::Explain::kNo;
  const std::string text = options.json ? report::WriteDossierJson(page, explain, *language)
                                        : report::WriteDossierText(page, explain, *language);
  view.Release();
  return Print(text, console);
}

}  // namespace dunghan::commands
