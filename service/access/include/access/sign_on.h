#pragma once

#include <boost/system/result.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/network.h"
#include "access/users.h"
#include "dunghan/base/clock.h"
#include "dunghan/base/digest.h"
#include "dunghan/base/file_looks.h"
#include "dunghan/base/log.h"
#include "http/message.h"

namespace dunghan::access {

struct SignOnOptions {
  std::string header;         ///< lower case: in it the proxy says whom it has logged in
  std::vector<Network> from;  ///< where the proxy's connections come from
  std::string secret_header;  ///< lower case: in it the proxy proves itself
  std::filesystem::path secret_file;
  std::filesystem::path users;
};

/// All that keeps it from working: faults of the list of persons and of the secret's file.
std::vector<Problem> CheckSignOn(const SignOnOptions& options, const rulebook::Rulebook* rulebook);

/// Single sign-on: a proxy before the daemon has logged somebody in, and says whom in a header.
///
/// The header counts on a connection from one of the proxy's addresses, with the proxy's secret;
/// anywhere else it says nothing. Both files are looked at with every request that counts, and read
/// again when they are others; what cannot be read leaves the former in force, and is logged. On
/// the I/O thread.
class SignOn {
 public:
  using RulebookInForce = std::function<std::shared_ptr<const rulebook::Rulebook>()>;

  SignOn(SignOnOptions options, RulebookInForce rulebook, const Clock& clock, Log& log);

  /// Whom the proxy has logged in; nothing: the request is not from it, or it names nobody.
  std::optional<std::string> LoginOf(const http::Request& request);
  /// The row that holds today; good until the next call.
  boost::system::result<const User*, Stranger> Find(std::string_view login);

 private:
  void Look();
  void ReadSecret();
  void ReadUsers();
  bool Fits(std::string_view secret) const;

  SignOnOptions options_;
  RulebookInForce rulebook_;
  const Clock& clock_;
  Log& log_;
  std::vector<User> users_;
  std::optional<FileLooks> users_seen_;
  std::optional<Digest> secret_;  ///< nothing: there was none that can be used
  std::optional<FileLooks> secret_seen_;
  std::optional<Instant> told_;  ///< when the log was told last that the secret is wrong
};

}  // namespace dunghan::access
