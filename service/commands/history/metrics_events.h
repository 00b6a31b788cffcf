#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dunghan/dossier/event.h"

namespace dunghan::commands {

/// The events of one dossier in the order they were heard, packed: some 45 bytes each, where an
/// Event takes 200. Its codes are kept as handles, so that the table has to outlive it.
class PackedEvents {
 public:
  void Add(const dossier::Event& event);
  /// Whether it may be that an event of that source and id, or a void of it, is among them. False
  /// is certain.
  bool MayConcern(const dossier::Event& event) const;
  std::vector<dossier::Event> Unpack(std::string_view dossier) const;
  bool empty() const { return bytes_.empty(); }
  /// Lets go of memory kept for more, where it is worth it.
  void Trim() {
    if (bytes_.capacity() > bytes_.size() + bytes_.size() / 4) bytes_.shrink_to_fit();
  }

 private:
  std::string bytes_;
};

}  // namespace dunghan::commands
