#include "http/tls.h"

#include <fmt/format.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <boost/asio/ssl/context.hpp>
#include <chrono>
#include <ctime>
#include <string_view>
#include <utility>

#include "dunghan/base/file_looks.h"

namespace dunghan::http {
namespace {

namespace ssl = boost::asio::ssl;

// Of TLS 1.2; all of 1.3 are such.
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr const char* kCurves = "X25519:P-256:P-384";
// The one protocol, preceded by its length.
constexpr std::string_view kHttp11 = "\x08http/1.1";

int ChooseProtocol(SSL* /*ssl*/, const unsigned char** out, unsigned char* length,
                   const unsigned char* offered, unsigned int offered_length, void* /*arg*/) {
  unsigned char* chosen = nullptr;
  const auto* ours = reinterpret_cast<const unsigned char*>(kHttp11.data());
  if (SSL_select_next_proto(&chosen, length, ours, static_cast<unsigned int>(kHttp11.size()),
                            offered, offered_length) != OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_NOACK;
  }
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

Instant InstantOf(const ASN1_TIME* time) {
  std::tm utc{};
  if (ASN1_TIME_to_tm(time, &utc) != 1) return {};
  return Instant{std::chrono::seconds{::timegm(&utc)}};
}

std::array<FileLooks, 2> LooksOf(const TlsFiles& files) {
  return {dunghan::LooksOf(files.certificate), dunghan::LooksOf(files.key)};
}

/// For an operator: what, where, and OpenSSL's own words.
Error Unusable(std::string_view what, const std::filesystem::path& file,
               const boost::system::error_code& error) {
  return InvalidArgument(fmt::format("{} {}: {}", what, file.string(), error.message()));
}

/// No chain is built and no signature of an issuer reckoned: nobody would ask what comes of it.
int AnyIssuer(X509_STORE_CTX* /*store*/, void* /*data*/) { return 1; }
constexpr long kLongestChain = 16L << 10;  // bytes that a client may show
// Sessions that are taken up again are this server's own.
constexpr std::array<unsigned char, 7> kSessions = {'d', 'u', 'n', 'g', 'h', 'a', 'n'};

constexpr std::chrono::seconds kTriedAgainAfter{1};

/// Without asking anybody for a passphrase.
int NoPassphrase(char* /*buffer*/, int /*size*/, int /*writes*/, void* /*data*/) { return 0; }

}  // namespace

struct Tls::Loaded {
  ssl::context context{ssl::context::tls_server};
  std::array<FileLooks, 2> looks{};
  std::array<FileLooks, 2> refused{};           ///< files that came later and could not be used
  std::chrono::steady_clock::time_point again;  ///< when those are tried again
  Instant not_before;
  Instant not_after;
  bool signs_itself = false;
};

Tls::Tls(TlsFiles files) : files_(std::move(files)) {}
Tls::~Tls() = default;

Result<std::shared_ptr<Tls>> Tls::Load(TlsFiles files) {
  auto loaded = Read(files);
  if (!loaded) return loaded.error();
  std::shared_ptr<Tls> tls(new Tls(std::move(files)));
  tls->loaded_ = std::move(*loaded);
  return tls;
}

Result<std::unique_ptr<Tls::Loaded>> Tls::Read(const TlsFiles& files) {
  auto loaded = std::make_unique<Loaded>();
  // Before they are read: what is written meanwhile is read the next time.
  loaded->looks = LooksOf(files);
  ssl::context& context = loaded->context;
  SSL_CTX* native = context.native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_options(native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                  SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  // OpenSSL keeps no buffers for an idle connection; Asio keeps some 70 KB of its own.
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  // Sessions are taken up again by tickets, which are kept by the clients.
  SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(native, ChooseProtocol, nullptr);
  SSL_CTX_set_default_passwd_cb(native, NoPassphrase);
  if (files.asks_clients) {
    // That the client holds the key is proved before this is asked, and all that TLS is to prove.
    SSL_CTX_set_verify(native, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(native, AnyIssuer, nullptr);
    SSL_CTX_set_max_cert_list(native, kLongestChain);
    SSL_CTX_set_session_id_context(native, kSessions.data(), kSessions.size());
  }
  if (SSL_CTX_set_cipher_list(native, kCiphers) != 1 ||
      SSL_CTX_set1_groups_list(native, kCurves) != 1) {
    return Error{ErrorCode::kInternal, "OpenSSL has none of the ciphers", kCiphers};
  }
  boost::system::error_code error;
  // In this order a key of another certificate is found below, and not by words of OpenSSL alone.
  context.use_private_key_file(files.key.string(), ssl::context::pem, error);
  if (error) return Unusable("the key", files.key, error);
  context.use_certificate_chain_file(files.certificate.string(), error);
  if (error) return Unusable("the certificate", files.certificate, error);
  if (SSL_CTX_check_private_key(native) != 1) {
    return InvalidArgument(fmt::format("the key {} is not that of the certificate {}",
                                       files.key.string(), files.certificate.string()));
  }
  X509* certificate = SSL_CTX_get0_certificate(native);
  loaded->not_before = InstantOf(X509_get0_notBefore(certificate));
  loaded->not_after = InstantOf(X509_get0_notAfter(certificate));
  loaded->signs_itself = (X509_get_extension_flags(certificate) & EXFLAG_SS) != 0;
  return loaded;
}

ssl::context& Tls::ForConnection() {
  const auto looks = LooksOf(files_);
  const auto now = std::chrono::steady_clock::now();
  const bool was_refused = looks == loaded_->refused;
  // What was refused may have been for want of memory or descriptors.
  if (looks == loaded_->looks || (was_refused && now < loaded_->again)) return loaded_->context;
  auto read = Read(files_);
  if (read) {
    loaded_ = std::move(*read);
  } else {
    loaded_->refused = looks;
    loaded_->again = now + kTriedAgainAfter;
  }
  // Told once for each writing.
  if (tell_ && (read || !was_refused)) tell_(*this, read ? "" : read.error().for_client);
  return loaded_->context;
}

Instant Tls::not_before() const { return loaded_->not_before; }
Instant Tls::not_after() const { return loaded_->not_after; }
bool Tls::signs_itself() const { return loaded_->signs_itself; }

}  // namespace dunghan::http
