#include "import/proposed_names.h"

#include <fmt/format.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "console.h"
#include "dunghan/base/escaped.h"
#include "dunghan/base/text.h"
#include "dunghan/sheet/reading.h"

namespace dunghan::commands {
namespace {

using Names = std::map<std::string, intake::NamedRows>;

constexpr size_t kMostTold = 20;

void Tell(std::string_view what, const Names& names, std::ostream& out) {
  size_t shown = 0;
  for (const auto& [name, found] : names) {
    if (++shown > kMostTold) break;
    out << Escaped(fmt::format("unknown {} {}: {}, first in {}", what, JsonQuote(name),
                               CountOfRows(found.rows), found.first))
        << '\n';
  }
  if (names.size() > kMostTold) out << fmt::format("and {} more\n", names.size() - kMostTold);
}

/// Listed names as people write them, and whose they are.
class Listed {
 public:
  template <class Row>
  explicit Listed(const std::vector<Row>& rows) {
    for (const Row& row : rows) codes_.emplace(sheet::Plain(row.name), row.code.text());
    for (const auto& [name, code] : codes_) names_.push_back(name);
  }

  /// Nothing: none is near enough to be meant.
  std::optional<std::pair<std::string, std::string_view>> Nearest(std::string_view name) const {
    const std::string plain = sheet::Plain(name);
    if (const auto nearest = NearestName(plain, names_)) return *codes_.find(*nearest);
    // An office called by a part of its name, or by more than that.
    for (const auto& [listed, code] : codes_) {
      const bool within = listed.find(plain) != std::string::npos ||
                          (!listed.empty() && plain.find(listed) != std::string::npos);
      if (!plain.empty() && within) return std::pair(listed, code);
    }
    return {};
  }

 private:
  std::map<std::string, std::string_view> codes_;
  std::vector<std::string_view> names_;
};

void Propose(std::string_view section, const Names& names, const Listed& listed,
             std::ostream& out) {
  if (names.empty()) return;
  out << fmt::format("[mapping.{}]\n", section);
  size_t shown = 0;
  for (const auto& [name, found] : names) {
    if (++shown > kMostTold) break;
    const auto nearest = listed.Nearest(name);
    const std::string line =
        nearest ? fmt::format("# {} = {}  # nearest: {}", JsonQuote(name),
                              JsonQuote(nearest->second), nearest->first)
                : fmt::format("# {} = \"CODE\"  # none comes near", JsonQuote(name));
    out << Escaped(line) << '\n';
  }
}

}  // namespace

std::string CountOfRows(int64_t count) {
  return fmt::format("{} row{}", count, count == 1 ? "" : "s");
}

void TellUnknown(const intake::UnknownNames& unknown, const rulebook::Rulebook& rulebook,
                 std::ostream& out) {
  Tell("agency", unknown.agencies, out);
  Tell("procedure", unknown.procedures, out);
  Tell("state", unknown.states, out);
  if (unknown.agencies.empty() && unknown.procedures.empty()) return;
  out << "put them into the lists of the rulebook, or confirm them in a mapping (--mapping), a "
         "copy of the built-in one with these lines at its end and the first mark of each taken "
         "away:\n";
  Propose("agencies", unknown.agencies, Listed(rulebook.agencies()), out);
  Propose("procedures", unknown.procedures, Listed(rulebook.procedures()), out);
}

}  // namespace dunghan::commands
