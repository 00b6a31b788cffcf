#include "access/certificate.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <memory>

namespace dunghan::access {
namespace {

struct Freed {
  void operator()(std::FILE* file) const { std::fclose(file); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};

/// A certificate has nothing to ask a passphrase for; a file that says so is none.
int NoPassphrase(char* /*buffer*/, int /*size*/, int /*writes*/, void* /*data*/) { return 0; }

}  // namespace

Result<Certificate> ReadCertificate(const std::filesystem::path& file, Instant now) {
  const std::unique_ptr<std::FILE, Freed> opened(std::fopen(file.c_str(), "re"));
  if (!opened) return InvalidArgument("the certificate " + file.string() + " cannot be read");
  const std::unique_ptr<X509, Freed> read(
      PEM_read_X509(opened.get(), nullptr, NoPassphrase, nullptr));
  Certificate certificate;
  unsigned int length = 0;
  std::tm end{};
  if (!read || X509_digest(read.get(), EVP_sha256(), certificate.digest.data(), &length) != 1 ||
      ASN1_TIME_to_tm(X509_get0_notAfter(read.get()), &end) != 1) {
    return InvalidArgument(fmt::format("{} holds no certificate in PEM form", file.string()));
  }
  // "Without end" is the last day that four digits write, in any zone here: RFC 5280 (4.1.2.5).
  constexpr Instant kNever =
      std::chrono::sys_days{std::chrono::year{9999} / std::chrono::December / 30};
  certificate.not_after = std::min(kNever, Instant{std::chrono::seconds{::timegm(&end)}});
  if (now >= certificate.not_after) {
    return InvalidArgument(fmt::format("the certificate {} has ended", file.string()));
  }
  return certificate;
}

}  // namespace dunghan::access
