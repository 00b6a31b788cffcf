#pragma once

#include <filesystem>

#include "dunghan/base/digest.h"
#include "dunghan/base/error.h"
#include "dunghan/base/time.h"

namespace dunghan::access {

/// What a token keeps of the certificate that stands for it.
struct Certificate {
  Digest digest{};  ///< SHA-256 of its DER form: what `openssl x509 -fingerprint -sha256` prints
  Instant not_after;
};

/// The first certificate of a PEM file. @error kInvalidArgument: there is none, or it has ended.
Result<Certificate> ReadCertificate(const std::filesystem::path& file, Instant now);

}  // namespace dunghan::access
