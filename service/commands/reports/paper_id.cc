#include "reports/paper_id.h"

#include <zip.h>

#include <algorithm>
#include <array>
#include <memory>

namespace dunghan::commands {
namespace {

constexpr size_t kDigits = 8;
constexpr size_t kLongest = 128;
constexpr zip_uint64_t kMostProperties = zip_uint64_t{1} << 20U;

bool IsHex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }
bool IsOfId(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '_' || c == '.';
}

/// "DH-…-3fa9c2d4", wherever it stands.
std::optional<std::string> IdInText(std::string_view text) {
  for (size_t at = text.find("DH-"); at != std::string_view::npos; at = text.find("DH-", at + 1)) {
    const std::string_view rest = text.substr(at, kLongest);
    const auto end = std::find_if_not(rest.begin(), rest.end(), IsOfId);
    std::string_view id(rest.begin(), end);
    // A full stop after it, or the ending of a file's name, is no part of it.
    while (!id.empty()) {
      const size_t dash = id.rfind('-');
      if (dash == std::string_view::npos || dash < 3) break;
      const std::string_view digits = id.substr(dash + 1, kDigits);
      if (digits.size() == kDigits && std::all_of(digits.begin(), digits.end(), IsHex)) {
        return std::string(id.substr(0, dash + 1 + kDigits));
      }
      id = id.substr(0, dash);
    }
  }
  return {};
}

struct Close {
  void operator()(zip_t* archive) const { zip_discard(archive); }
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

std::string ReadMember(zip_t* archive, const char* name) {
  zip_stat_t found{};
  if (zip_stat(archive, name, 0, &found) != 0 || found.size > kMostProperties) return {};
  const std::unique_ptr<zip_file_t, Close> file(zip_fopen(archive, name, 0));
  if (!file) return {};
  std::string text(static_cast<size_t>(found.size), '\0');
  const zip_int64_t read = zip_fread(file.get(), text.data(), text.size());
  text.resize(read < 0 ? 0 : static_cast<size_t>(read));
  return text;
}

std::optional<std::string> IdInArchive(std::string_view bytes) {
  zip_error_t error{};
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (!source) return {};
  const std::unique_ptr<zip_t, Close> archive(zip_open_from_source(source, ZIP_RDONLY, &error));
  if (!archive) {
    zip_source_free(source);
    return {};
  }
  constexpr std::array<const char*, 4> kProperties = {"docProps/custom.xml", "docProps/core.xml",
                                                      "docProps/app.xml", "meta.xml"};
  for (const char* name : kProperties) {
    if (auto id = IdInText(ReadMember(archive.get(), name))) return id;
  }
  return {};
}

}  // namespace

std::optional<std::string> IdInPaper(std::string_view bytes) {
  if (bytes.starts_with("PK")) {
    if (auto id = IdInArchive(bytes)) return id;
  }
  return IdInText(bytes);
}

}  // namespace dunghan::commands
