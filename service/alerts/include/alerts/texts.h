#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "alerts/stalls.h"
#include "dunghan/board/board.h"
#include "dunghan/record/notice.h"
#include "dunghan/rulebook/rulebook.h"

/// What alerts say, in fixed sentences.
namespace dunghan::alerts {

/// A text in both languages.
struct Both {
  std::string vi;
  std::string en;
};

struct Texts {
  std::string summary;
  std::string summary_vi;
  std::string description;
  std::string description_vi;
  Both standing;  ///< in a few words, for a cell of a table
};

/// What an agency has, beside the dossiers that are told.
struct Stock {
  int64_t overdue = 0;
  int64_t due_today = 0;
};

/// Whose mails these are.
struct AlertSite {
  std::string url = {};  ///< where people reach the page; empty: no links are made
  Both centre = {};      ///< the centre's name; may be empty
};

/// What texts are made with; all of it outlives the call.
struct Context {
  const rulebook::Rulebook& rulebook;
  const CodeTable& codes;  ///< the rulebook's
  Instant now;
  AlertSite site = {};
  bool simulated = false;  ///< the dossiers are the simulator's: every message says so
};

/// `dossier`: as it stands; nothing where it is open no longer, and then less is said.
Texts TextsOf(const record::Notice& notice, const std::optional<board::OpenDossier>& dossier,
              const Holder& holder, const Context& context);
Texts TextsOfMore(std::string_view agency, Instant round, int64_t count, const Context& context);

/// "Sở A (000.00.01.H52)"; the code alone where it has no name.
Both NamedAgency(std::string_view code, const Context& context);
Both NamedProcedure(std::string_view code, const Context& context);
/// "Phòng Đăng ký, bước Thẩm định"; empty where nobody said.
Both HeldText(const Holder& holder);
Both StockText(const Stock& stock);
/// Where the dossier is shown; empty where the site is not known.
std::string LinkTo(std::string_view dossier, const Context& context);

/// The due for machines, a date or an instant; where it is not known, when it was broken.
std::string DueOf(const record::Notice& notice, const std::optional<board::OpenDossier>& dossier,
                  const Context& context);

}  // namespace dunghan::alerts
