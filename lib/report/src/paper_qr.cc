#include "paper_qr.h"

#include <qrencode.h>

#include <memory>

namespace dunghan::report {

QrCode QrCodeOf(const std::string& text) {
  QrCode code;
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> made(
      text.empty() ? nullptr : QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M),
      &QRcode_free);
  if (!made) return code;
  code.size = static_cast<size_t>(made->width);
  for (size_t i = 0; i < code.size * code.size; ++i) {
    code.black.push_back((made->data[i] & 1U) != 0);
  }
  return code;
}

}  // namespace dunghan::report
