#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Codes of agencies and dossiers in the orders in which they are written.
namespace dunghan::statement {

/// The code of an agency from the left to the right, capitals, without levels that are none:
/// "000.00.17.H52" and "H52.17" are "H52.17". Other codes stay as they are, in capitals.
std::string AgencyKey(std::string_view code);

/// The code of a dossier with the agency in it so written: "000.00.17.H52-260602-0001" is
/// "H52.17-260602-0001".
std::string DossierKey(std::string_view code);

/// The agency in the code of a dossier; empty where it has another form.
std::string_view AgencyInCode(std::string_view code);

/// The two digits of the ministry whose system gave a dossier its code: 6 or 7 digits at the end.
std::optional<int> MinistryInCode(std::string_view code);
/// "Bộ Công Thương"; nothing where it is not known.
std::string_view MinistryName(int number);

/// A name for comparing: without diacritics, case, "UBND", and "tỉnh ..." at the end.
std::string NameKey(std::string_view name);

}  // namespace dunghan::statement
