#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "runs/run_file.h"

/// What a file of runs must say, kept in maps.
namespace dunghan::ledger::runs {

constexpr size_t kNewestTable = 0;
constexpr size_t kSumTable = 1;
constexpr size_t kPlainTable = 2;  ///< as the first one, not filtered
std::vector<Table> ModelTables();

/// Small enough that a few commits make indexes of several levels and merge.
Shape TinyShape();

/// What one commit changes.
struct Step {
  std::vector<std::map<std::string, std::optional<std::string>>> tables;
  std::string stamp;

  /// Valid as long as the step.
  std::vector<std::vector<Change>> changes() const;
};

struct Model {
  std::string stamp;
  std::map<std::string, std::string> newest;
  std::map<std::string, int64_t> sums;
  std::map<std::string, std::string> plain;

  void Apply(const Step& step);
};

/// Keys of a range that size makes; some are long, some values are larger than a block.
Step RandomStep(std::mt19937_64& random, size_t keys, size_t changes, int number);

/// The states after so many random commits; the first one is the empty one.
std::vector<Model> StatesAfter(const std::vector<Step>& steps);

/// Asks a state everything that it can be asked.
struct Answers {
  int right = 0;
  int wrong = 0;
  int damaged = 0;
};
Answers Ask(const Snapshot& snapshot, const Model& model);
/// Whether all is as in the model.
bool IsAll(const Snapshot& snapshot, const Model& model);

}  // namespace dunghan::ledger::runs
