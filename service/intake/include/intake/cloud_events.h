#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// CloudEvents 1.0 around plain events: the JSON format, one or a batch, and HTTP's binary mode.
///
/// `data` is a plain event; what it leaves out (absent, null or empty) its context attributes say:
///
/// | attribute | field | |
/// |---|---|---|
/// | `id` | `id` | |
/// | `time` | `at` | |
/// | `subject` | `dossier` | |
/// | `type` | `type` | without the `vn.dunghan.` that it may begin with |
/// | `source` | `source` | if it can be the name of a source (IsSourceName), else it says nothing |
///
/// So an event without data is possible. What breaks the specification is not used, even if its
/// data alone could be: whoever sends it means something that is not understood here. Extension
/// attributes are ignored like unknown fields.
namespace dunghan::intake {

/// The attributes of binary mode: header fields that begin with "ce-", by the rest of their names
/// in lower case, with their values as they came.
using CloudEventHeaders = std::vector<std::pair<std::string, std::string>>;

/// What types may begin with, so that they are nobody else's.
inline constexpr std::string_view kCloudEventTypePrefix = "vn.dunghan.";

/// Whether a media type says JSON: application/json, anything+json; parameters do not matter.
bool IsJsonMediaType(std::string_view type);

}  // namespace dunghan::intake
