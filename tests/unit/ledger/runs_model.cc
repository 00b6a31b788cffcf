#include "runs_model.h"

#include <utility>

namespace dunghan::ledger::runs {
namespace {

int64_t Number(std::string_view text) { return std::stoll(std::string(text)); }

template <class Question>
void Count(Answers& answers, const Question& question) {
  try {
    ++(question() ? answers.right : answers.wrong);
  } catch (const Damaged&) {
    ++answers.damaged;
  }
}

/// Whether the entries after a key come one by one as they are in a map; where reading ends early,
/// those until then.
bool Follows(const Snapshot& snapshot, size_t table, const std::string& after,
             const std::map<std::string, std::string>& model) {
  auto next = model.upper_bound(after);
  bool right = true;
  try {
    snapshot.ForEach(table, after, [&](std::string_view key, std::string_view value) {
      right = right && next != model.end() && next->first == key && next->second == value;
      if (right) ++next;
      return right;
    });
  } catch (const Damaged&) {
    if (right) throw;
  }
  return right && next == model.end();
}

bool SumsUp(const Snapshot& snapshot, const std::map<std::string, int64_t>& model) {
  auto next = model.begin();
  bool right = true;
  try {
    snapshot.ForEachSum(kSumTable, [&](std::string_view key, std::string_view value) {
      right = right && next != model.end() && next->first == key && next->second == Number(value);
      if (right) ++next;
      return right;
    });
  } catch (const Damaged&) {
    if (right) throw;
  }
  return right && next == model.end();
}

bool PartsSumUp(const Snapshot& snapshot, const std::string& from, const std::string& to,
                const std::map<std::string, int64_t>& model) {
  std::map<std::string, int64_t> sums;
  snapshot.ForEachPart(kSumTable, from, to, [&](std::string_view key, std::string_view value) {
    sums[std::string(key)] += Number(value);
    return true;
  });
  return from > to ? sums.empty()
                   : sums == std::map<std::string, int64_t>(model.lower_bound(from),
                                                            model.upper_bound(to));
}

void AskTable(Answers& answers, const Snapshot& snapshot, size_t table,
              const std::map<std::string, std::string>& model) {
  const auto find = [&](const std::string& key) {
    Count(answers, [&] {
      const auto found = model.find(key);
      return snapshot.Find(table, key) ==
             (found == model.end() ? std::nullopt : std::optional(found->second));
    });
  };
  int asked = 0;
  for (const auto& [key, value] : model) {
    find(key);
    find(key + "x");
    find(key.substr(0, key.size() - 1));
    if (asked++ % 5 == 0) {
      Count(answers, [&, &from = key] { return Follows(snapshot, table, from, model); });
    }
  }
  find("");
  find("\xFF");
  for (const char* after : {"", "\x01", "k5", "\xFF"}) {
    Count(answers, [&] { return Follows(snapshot, table, after, model); });
  }
}

}  // namespace

std::vector<Table> ModelTables() {
  const auto sum = [](std::string_view older, std::string_view newer) {
    return std::to_string(Number(older) + Number(newer));
  };
  return {{.rule = Rule::kNewest, .filtered = true},
          {.rule = Rule::kSum, .filtered = false, .sum = sum},
          {.rule = Rule::kNewest, .filtered = false}};
}

Shape TinyShape() {
  return {.block_bytes = 96,
          .merged_together = 3,
          .smallest = 512,
          .waste = 2.0,
          .waste_bytes = size_t{6} << 10U};
}

std::vector<std::vector<Change>> Step::changes() const {
  std::vector<std::vector<Change>> all;
  for (const auto& table : tables) {
    auto& changes = all.emplace_back();
    for (const auto& [key, value] : table) changes.push_back({key, value});
  }
  return all;
}

void Model::Apply(const Step& step) {
  stamp = step.stamp;
  for (const size_t table : {kNewestTable, kPlainTable}) {
    auto& entries = table == kNewestTable ? newest : plain;
    for (const auto& [key, value] : step.tables[table]) {
      if (value) {
        entries[key] = *value;
      } else {
        entries.erase(key);
      }
    }
  }
  for (const auto& [key, value] : step.tables[kSumTable]) sums[key] += Number(*value);
}

Step RandomStep(std::mt19937_64& random, size_t keys, size_t changes, int number) {
  Step step{.tables = std::vector<std::map<std::string, std::optional<std::string>>>(3),
            .stamp = "state " + std::to_string(number)};
  const auto key = [&] {
    const auto chosen = random() % keys;
    return "k" + std::to_string(chosen) + std::string(chosen % 7 == 0 ? 40 : 0, '/') +
           static_cast<char>('\x80' + chosen % 3);
  };
  for (const size_t table : {kNewestTable, kPlainTable}) {
    for (size_t i = random() % (changes + 1); i > 0; --i) {
      std::string value(random() % 50 == 0 ? 300 : random() % 20, static_cast<char>(random()));
      step.tables[table][key()] =
          random() % 4 == 0 ? std::nullopt : std::optional(std::to_string(number) + "=" + value);
    }
  }
  for (size_t i = random() % (changes + 1); i > 0; --i) {
    step.tables[kSumTable][key()] = std::to_string(static_cast<int64_t>(random() % 2001) - 1000);
  }
  return step;
}

std::vector<Model> StatesAfter(const std::vector<Step>& steps) {
  std::vector<Model> states(1);
  for (const Step& step : steps) {
    states.push_back(states.back());
    states.back().Apply(step);
  }
  return states;
}

Answers Ask(const Snapshot& snapshot, const Model& model) {
  Answers answers;
  Count(answers, [&] { return snapshot.stamp() == model.stamp; });
  AskTable(answers, snapshot, kNewestTable, model.newest);
  AskTable(answers, snapshot, kPlainTable, model.plain);
  Count(answers, [&] { return SumsUp(snapshot, model.sums); });
  const std::pair<const char*, const char*> ranges[] = {{"", "\xFF"},         {"k1", "k2"},
                                                        {"k2", "k1"},         {"k4\x81", "k4\x81"},
                                                        {"k2\x82", "k4\x81"}, {"a", "b"}};
  for (const auto& [from, to] : ranges) {
    Count(answers,
          [&, &first = from, &last = to] { return PartsSumUp(snapshot, first, last, model.sums); });
  }
  return answers;
}

bool IsAll(const Snapshot& snapshot, const Model& model) {
  const Answers answers = Ask(snapshot, model);
  return answers.right > 0 && answers.wrong == 0 && answers.damaged == 0;
}

}  // namespace dunghan::ledger::runs
