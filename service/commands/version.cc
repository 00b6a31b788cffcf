#include "version.h"

#include <fmt/core.h>
#include <openssl/crypto.h>
#include <simdjson.h>
#include <sqlite3.h>
#include <zlib.h>

#include <boost/version.hpp>
#include <string>
#include <utility>
#include <vector>

#include "app/version.h"
#include "dunghan/base/json_writer.h"

namespace dunghan::commands {
namespace {

std::vector<std::pair<std::string, std::string>> Libraries() {
  return {{"boost", fmt::format("{}.{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000,
                                BOOST_VERSION % 100)},
          {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100,
                              FMT_VERSION % 100)},
          {"openssl", OpenSSL_version(OPENSSL_VERSION_STRING)},
          {"simdjson", fmt::format("{}.{}.{}", static_cast<int>(simdjson::SIMDJSON_VERSION_MAJOR),
                                   static_cast<int>(simdjson::SIMDJSON_VERSION_MINOR),
                                   static_cast<int>(simdjson::SIMDJSON_VERSION_REVISION))},
          {"sqlite", sqlite3_libversion()},
          {"zlib", zlibVersion()}};
}

}  // namespace

std::string VersionLine() { return fmt::format("dunghan {} ({})", app::kVersion, app::kRevision); }

int RunVersion(bool json, std::ostream& out) {
  if (!json) {
    out << VersionLine() << "\n";
    for (const auto& [name, version] : Libraries()) out << "  " << name << " " << version << "\n";
    return 0;
  }
  std::string text;
  JsonWriter write(text);
  write.BeginObject();
  write.Text("version", app::kVersion);
  write.Text("revision", app::kRevision);
  write.BeginObject("libraries");
  for (const auto& [name, version] : Libraries()) write.Text(name, version);
  write.End();
  write.End();
  write.EndLine();
  out << text;
  return 0;
}

}  // namespace dunghan::commands
