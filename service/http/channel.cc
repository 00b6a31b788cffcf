#include "channel.h"

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace dunghan::http {

std::optional<Digest> Channel::PeerCertificate() {
  const X509* certificate = SSL_get0_peer_certificate(tls_->native_handle());
  Digest digest{};
  unsigned int length = 0;
  if (!certificate || X509_digest(certificate, EVP_sha256(), digest.data(), &length) != 1)
    return {};
  return digest;
}

}  // namespace dunghan::http
