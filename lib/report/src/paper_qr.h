#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace dunghan::report {

/// A QR code (ISO/IEC 18004, level M) without the quiet zone around it.
struct QrCode {
  size_t size = 0;          ///< modules on each side; 0: the text is too long for one
  std::vector<bool> black;  ///< row by row
  bool IsBlack(size_t x, size_t y) const { return black[y * size + x]; }
};
QrCode QrCodeOf(const std::string& text);

}  // namespace dunghan::report
