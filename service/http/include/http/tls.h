#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "dunghan/base/error.h"
#include "dunghan/base/time.h"

namespace boost::asio::ssl {
class context;
}  // namespace boost::asio::ssl

namespace dunghan::http {

struct TlsFiles {
  std::filesystem::path certificate;  ///< PEM, the whole chain, the server's own first
  std::filesystem::path key;          ///< PEM, without a passphrase
  /// Clients may show certificates, of whatever issuer: who they are is told by which it is.
  bool asks_clients = false;
};

/// How the server shows who it is: TLS 1.2 and 1.3, forward secrecy and authenticated encryption
/// alone (as RFC 9325 asks), no renegotiation, no compression.
///
/// The files are looked at for every new connection: a renewed certificate is used from then on.
/// What cannot be read or does not fit leaves the former in use. Not safe from other threads.
class Tls {
 public:
  /// Told of a new certificate (the error is empty) or why there is none.
  using Tell = std::function<void(const Tls& tls, const std::string& error)>;

  /// @error kInvalidArgument: a file that cannot be read, or a key of another certificate.
  static Result<std::shared_ptr<Tls>> Load(TlsFiles files);

  ~Tls();
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;

  void OnChange(Tell tell) { tell_ = std::move(tell); }
  /// For a new connection.
  boost::asio::ssl::context& ForConnection();
  /// When the certificate in use begins and ends to be good.
  Instant not_before() const;
  Instant not_after() const;
  /// Nobody else vouches for it: whoever connects has to have it from elsewhere.
  bool signs_itself() const;

 private:
  struct Loaded;

  explicit Tls(TlsFiles files);
  static Result<std::unique_ptr<Loaded>> Read(const TlsFiles& files);

  TlsFiles files_;
  std::unique_ptr<Loaded> loaded_;
  Tell tell_;
};

}  // namespace dunghan::http
