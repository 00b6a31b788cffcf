#include "dunghan/rulebook/bundle.h"

#include <fmt/format.h>

#include "dunghan/base/text.h"
#include "toml_text.h"

namespace dunghan::rulebook {
namespace {

std::string Write(const Manifest& manifest) {
  std::string out = fmt::format("settings = {}\n", JsonQuote(manifest.settings));
  for (const Manifest::Listed& entry : manifest.files) {
    out += fmt::format("\n[[file]]\nrole = {}\nname = {}\nsha256 = \"{}\"\n", JsonQuote(entry.role),
                       JsonQuote(entry.name), ToHex(entry.digest));
  }
  return out;
}

/// As far as it is one; what is missing or of another kind is left out.
Manifest ReadDocument(const toml::table& document) {
  Manifest manifest;
  manifest.settings = document["settings"].value_or(std::string());
  const toml::array* files = document["file"].as_array();
  for (size_t i = 0; files && i < files->size(); ++i) {
    const auto& file = *files->get(i);
    const toml::table empty;
    const toml::table& table = file.is_table() ? *file.as_table() : empty;
    const auto digest = DigestFromHex(table["sha256"].value_or(std::string()));
    manifest.files.push_back({.role = table["role"].value_or(std::string()),
                              .name = table["name"].value_or(std::string()),
                              .digest = digest.value_or(Digest{})});
  }
  return manifest;
}

}  // namespace

std::string WriteManifest(const Bundle& bundle) {
  Manifest manifest{.files = {}, .settings = bundle.settings};
  for (const Bundle::File& file : bundle.files) {
    manifest.files.push_back({file.role, file.name, Sha256(file.bytes)});
  }
  return Write(manifest);
}

Result<Manifest> ReadManifest(std::string_view text) {
  std::vector<Problem> problems;
  const auto document = ParseToml({"", text}, problems);
  if (!document) {
    return InvalidArgument(fmt::format("not a manifest of a rulebook: line {}: {}",
                                       problems.front().line, problems.front().message));
  }
  Manifest manifest = ReadDocument(*document);
  // Written in one way only, so that whatever else stands there shows.
  if (Write(manifest) == text) return manifest;
  return InvalidArgument("not a manifest of a rulebook as it was written");
}

}  // namespace dunghan::rulebook
