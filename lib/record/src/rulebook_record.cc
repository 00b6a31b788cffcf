#include "rulebook_record.h"

#include <fmt/format.h>

#include "digest_bytes.h"
#include "dunghan/record/failure.h"

namespace dunghan::record {
namespace {

using rulebook::Bundle;
using rulebook::Rulebook;

}  // namespace

RulebookRecord RecordOf(const rulebook::Version& version) {
  return {version.effective_from, version.operator_name, version.reason,
          std::string(AsBytes(version.rulebook->digest())),
          rulebook::WriteManifest(version.rulebook->bundle())};
}

std::string TextOf(const RulebookRecord& record) {
  std::string text = "dunghan rulebook record 1\n";
  text += record.effective_from ? std::to_string(record.effective_from->time_since_epoch().count())
                                : "always";
  for (const std::string_view part :
       {std::string_view(record.operator_name), std::string_view(record.reason),
        std::string_view(record.digest), std::string_view(record.manifest)}) {
    // With their lengths: whatever stands in a reason, no two records make one text.
    text += fmt::format("\n{}:{}", part.size(), part);
  }
  return text;
}

std::shared_ptr<const Rulebook> MakeRulebook(int64_t seq, const RulebookRecord& record,
                                             const ReadFile& read_file,
                                             const std::shared_ptr<CodeTable>& codes) {
  const auto damaged = [seq](std::string_view what) {
    ThrowDamaged(fmt::format("the rulebook at position {}: {}", seq, what));
  };
  auto manifest = rulebook::ReadManifest(record.manifest);
  if (!manifest) damaged(manifest.error().for_client);
  Bundle bundle;
  bundle.settings = std::move(manifest->settings);
  for (auto& entry : manifest->files) {
    auto bytes = read_file(entry.digest);
    if (!bytes) damaged(entry.name + " is missing");
    Bundle::File file{std::move(entry.role), std::move(entry.name), std::move(*bytes)};
    if (Sha256(file.bytes) != entry.digest) damaged(file.name + " is not what it was");
    bundle.files.push_back(std::move(file));
  }
  auto loaded = Rulebook::Load(bundle, codes);
  if (!loaded.rulebook) {
    damaged(loaded.problems.empty() ? "cannot be loaded" : ToString(loaded.problems.front()));
  }
  if (AsBytes(loaded.rulebook->digest()) != record.digest) damaged("is not what was recorded");
  return std::move(loaded.rulebook);
}

}  // namespace dunghan::record
