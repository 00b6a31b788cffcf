#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "access/token.h"
#include "console.h"
#include "dunghan/base/clock.h"
#include "dunghan/rulebook/rulebook.h"

/// `dunghan token create|pair|list|revoke`. Each gives the exit code. A running daemon goes by what
/// they have written from the next request on.
namespace dunghan::commands {

struct TokenOptions {
  std::string name;
  std::string code;  ///< of pair: what the screen shows
  std::string role;
  std::string source;
  std::vector<std::string> agencies;
  std::string holder;
  std::string certificate;    ///< a file; none: a text is made
  std::string lasts = "90d";  ///< "90d", "never"
  std::string reason;         ///< of revoking
  std::string operator_name;
  std::string format = "table";  ///< of list: table or json
};

/// Prints the token, once: it is kept by its digest alone. Of a certificate, that digest.
int CreateToken(const TokenOptions& options, const std::filesystem::path& file,
                const rulebook::Rulebook& rulebook, const Clock& clock, const Console& console);
/// Has the daemon let the screen in that shows the code: a token of the role wall.
int PairScreen(const TokenOptions& options, const std::filesystem::path& ledger,
               const Console& console);
/// All that were ever made, without what lets in.
int ListTokens(const TokenOptions& options, const std::filesystem::path& file, const Clock& clock,
               const worktime::Zone& zone, const Console& console);
/// From now on it lets nobody in; sessions begun with it end.
int RevokeToken(const TokenOptions& options, const std::filesystem::path& file, const Clock& clock,
                const Console& console);

}  // namespace dunghan::commands
