#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "intake/event_fields.h"

namespace dunghan::intake {

/// The known field that an unknown name is likely to mean: the same but for case and separators
/// ("stepDue"), with something behind it ("duedate"), or nearly spelt like it ("recieved_at" is
/// near none); nothing if there is none.
std::optional<Field> FieldNear(std::string_view name);

/// A field that was ignored though its name is near that of a known one.
struct IgnoredField {
  std::string name;
  Field near{};
  int64_t count = 0;
};

/// Counts them, so that senders learn of a misspelt field. Names only, never values; what is long
/// or not printable is passed over, and so is what comes after many different names.
///
/// Real feeds carry dozens of unknown fields in every event: a name met before costs one look-up.
/// One thread at a time.
class IgnoredFields {
 public:
  static constexpr size_t kMostListed = 20;
  static constexpr size_t kLongestName = 64;
  static constexpr size_t kMostNames = 256;

  void Met(std::string_view name);

  struct List {
    std::vector<IgnoredField> fields;  ///< each once, in the order they were met
    int64_t left_off = 0;              ///< how often further ones were met
  };
  /// What was met since the last call.
  List Take();

 private:
  // What is known of a name: a place in the list, or one of these.
  static constexpr int32_t kNearNone = -1;
  static constexpr int32_t kLeftOff = -2;
  int32_t Judge(std::string_view name);

  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view name) const;
  };
  boost::unordered_flat_map<std::string, int32_t, Hash, std::equal_to<>> names_;
  List list_;
};

}  // namespace dunghan::intake
