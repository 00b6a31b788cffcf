#pragma once

#include <string>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/rulebook/rulebook.h"

namespace dunghan::rulebook {

/// Where the rows of the lists stand: the lines in the order of Rulebook::agencies() and
/// successors().
struct Places {
  std::string agencies_file;
  std::vector<int> agencies;
  std::string successors_file;
  std::vector<int> successors;  ///< 0: its date could not be read
  bool agencies_listed = false;
  bool procedures_listed = false;
};

/// What successors and agencies must not say together:
/// - taking over in a circle, for some procedure on some day;
/// - a new agency that is not valid on its first day, an old one that had not begun before it;
/// - an agency that ends and whose successors leave out listed procedures it may have received;
/// and as warnings: an agency that ends without a successor, or ends earlier or later than all its
/// dossiers pass on.
void CheckSuccessors(const Rulebook& book, const Places& places, std::vector<Problem>& problems);

}  // namespace dunghan::rulebook
