#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/role.h"
#include "dunghan/base/digest.h"
#include "dunghan/base/error.h"
#include "dunghan/base/time.h"

/// Tokens: who holds one may come in as what it says. The file keeps digests, so that it lets
/// nobody in who reads it; a token's own text is shown once, when it is made.
namespace dunghan::access {

struct Token {
  std::string name = {};        ///< what people call it by; unique among those that are good
  Digest digest{};              ///< SHA-256 of its text, 256 random bits, or of a certificate
  bool is_certificate = false;  ///< whoever holds its key comes in by TLS; there is no text
  Role role = Role::kViewer;
  std::string source = {};                 ///< of kIngest: whose events it brings
  std::vector<std::string> agencies = {};  ///< codes it is bound to; none: all
  std::string holder = {};                 ///< name, post, agency of who answers for it
  Instant created = {};
  std::string created_by = {};
  std::optional<Instant> expires = {};  ///< absent: never
  std::optional<Instant> revoked = {};
  std::string revoked_by = {};
  std::string reason = {};  ///< of revoking

  bool IsGood(Instant now) const { return !revoked && (!expires || now < *expires); }
};

/// 256 random bits as text: "dunghan_" and 64 hexadecimal digits.
std::string MakeSecret();

/// All that were ever made, in order. A file that is not there: none.
/// @error kInvalidArgument: what cannot be read, with its line. kUnavailable: the file cannot be.
Result<std::vector<Token>> ReadTokens(const std::filesystem::path& file);

/// Reads them, has them changed, and puts them back as a whole: whatever ends the process, the file
/// is what it was or what it was to be. Waits for others who are at it. For the owner alone.
Result<void> ChangeTokens(const std::filesystem::path& file,
                          const std::function<Result<void>(std::vector<Token>&)>& change);

}  // namespace dunghan::access
