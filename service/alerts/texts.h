#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dunghan/board/board.h"
#include "dunghan/ledger/notice.h"
#include "dunghan/rulebook/rulebook.h"

/// What alerts say, in fixed sentences.
namespace dunghan::alerts {

struct Texts {
  std::string summary;
  std::string summary_vi;
  std::string description;
  std::string description_vi;
};

/// What texts are made with; all of it outlives the call.
struct Context {
  const rulebook::Rulebook& rulebook;
  const CodeTable& codes;  ///< the rulebook's
  Instant now;
};

/// `dossier`: as it stands; nothing where it is open no longer, and then less is said.
Texts TextsOf(const ledger::Notice& notice, const std::optional<board::OpenDossier>& dossier,
              const Context& context);
Texts TextsOfMore(std::string_view agency, Instant round, int64_t count, const Context& context);

/// The due for machines, a date or an instant; where it is not known, when it was broken.
std::string DueOf(const ledger::Notice& notice, const std::optional<board::OpenDossier>& dossier,
                  const Context& context);

}  // namespace dunghan::alerts
