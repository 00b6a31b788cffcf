#include "reading/verify_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <string_view>
#include <vector>

#include "dunghan/base/digest.h"
#include "dunghan/base/escaped.h"
#include "dunghan/base/json_table.h"
#include "dunghan/base/text.h"
#include "dunghan/report/json_time.h"
#include "finish.h"

namespace dunghan::commands {
namespace {

using ledger::Verification;

constexpr size_t kLeastDigits = 16;

/// A point of the chain as somebody noted it down.
struct Noted {
  int64_t seq = 0;
  std::string digest;      ///< the first digits, lower case
  std::string place = {};  ///< where, for messages; empty: on the command line
};

Result<Noted> ParseNoted(std::string_view text, std::string_view place) {
  const auto wrong = [&] {
    return InvalidArgument(
        fmt::format("{}: expected SEQ:DIGEST, the digest with {} to 64 hexadecimal digits, got {}",
                    place, kLeastDigits, JsonQuote(text)));
  };
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return wrong();
  const auto seq = ParseInteger(text.substr(0, colon));
  std::string digest(text.substr(colon + 1));
  if (!seq || *seq < 0 || digest.size() < kLeastDigits || digest.size() > 2 * Digest().size()) {
    return wrong();
  }
  for (char& c : digest) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    if (std::string_view("0123456789abcdef").find(c) == std::string_view::npos) return wrong();
  }
  return Noted{*seq, std::move(digest)};
}

/// What a witness has noted: the last word of every line.
Result<std::vector<Noted>> ReadWitness(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) return NotFound(fmt::format("--witness: {} cannot be read", file.string()));
  std::vector<Noted> all;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    line.erase(line.find_last_not_of(" \t\r") + 1);
    if (line.empty()) continue;
    const std::string place = fmt::format("{}:{}", file.string(), number);
    auto noted = ParseNoted(std::string_view(line).substr(line.find_last_of(" \t") + 1), place);
    if (!noted) return noted.error();
    noted->place = place;
    all.push_back(std::move(*noted));
  }
  if (in.bad() || all.empty()) {
    return InvalidArgument(fmt::format("--witness: nothing is noted in {}", file.string()));
  }
  return all;
}

/// What the options name, in order.
Result<std::vector<Noted>> AllNoted(const VerifyOptions& options) {
  std::vector<Noted> all;
  if (options.witness) {
    auto read = ReadWitness(*options.witness);
    if (!read) return read.error();
    all = std::move(*read);
  }
  if (options.against) {
    auto noted = ParseNoted(*options.against, "--against");
    if (!noted) return noted.error();
    all.push_back(std::move(*noted));
  }
  return all;
}

/// How the ledger differs from what was noted; nothing if it does not.
Result<std::optional<std::string>> Compare(const Noted& noted, const Verification& found,
                                           ledger::ProofView& view) {
  using Difference = std::optional<std::string>;
  const std::string by = noted.place.empty() ? "was noted down" : "is noted at " + noted.place;
  if (noted.seq > found.position.seq) {
    return Difference(
        fmt::format("the ledger ends at event {}, but {} {}", found.position.seq, noted.seq, by));
  }
  auto chain = view.ChainAt(noted.seq);
  if (!chain) return chain.error();
  if (!*chain && noted.seq == 0) *chain = Digest{};  // an empty ledger of the first form
  if (!*chain) {
    return Difference(fmt::format("no commit ends at event {}, but its chain {}", noted.seq, by));
  }
  const std::string hex = ToHex(**chain);
  if (hex.starts_with(noted.digest)) return Difference();
  return Difference(
      fmt::format("the chain at event {} is {}, but {} {}", noted.seq, hex, noted.digest, by));
}

/// The first of them that the ledger differs from.
Result<std::optional<std::string>> CompareAll(const std::vector<Noted>& all,
                                              const Verification& found, ledger::ProofView& view) {
  for (const Noted& noted : all) {
    auto compared = Compare(noted, found, view);
    if (!compared || *compared) return compared;
  }
  return std::optional<std::string>();
}

std::function<void(int64_t, int64_t)> Progress(const Console& console) {
  if (!console.err_is_terminal) return {};
  return [&console, last = int64_t{-1}](int64_t done, int64_t all) mutable {
    const int64_t percent = all == 0 ? 100 : std::min<int64_t>(100, done * 100 / all);
    if (percent == last) return;
    last = percent;
    console.err << fmt::format("\rverify {:3} %", percent) << std::flush;
  };
}

struct ToldVerification {
  const Verification& found;
  const worktime::Zone& zone;
};

using VerifiedPositionRow = JsonRow<ToldVerification>;
constexpr JsonTable kVerifiedPositionTable(
    "verified_position", "How far the record goes.",
    {VerifiedPositionRow::Of("seq", "The number of the last event.",
                             [](const auto& told) { return told.found.position.seq; }),
     VerifiedPositionRow::Of("at", "When it was recorded.",
                             [](const auto& told) {
                               return report::Zoned(told.found.position.at, told.zone);
                             }),
     VerifiedPositionRow::Of("chain", "The digest of the record up to there.",
                             [](const auto& told) { return ToHex(told.found.position.chain); })});

using VerificationRow = JsonRow<ToldVerification>;
constexpr JsonTable kVerificationTable(
    "verification", "Whether a ledger holds what was recorded.",
    {VerificationRow::Of("ok", "Whether nothing differs.",
                         [](const auto& told) { return !told.found.difference; }),
     VerificationRow::Object<kVerifiedPositionTable>(
         "position", "How far the record goes.",
         [](const auto& told) -> const auto& { return told; }),
     VerificationRow::Of("content", "The digest of what the record says.",
                         [](const auto& told) { return ToHex(told.found.content); }),
     VerificationRow::Of("events", "events", "How many there are.",
                         [](const auto& told) { return told.found.events; }),
     VerificationRow::Of("dossiers", "dossiers", "How many there are.",
                         [](const auto& told) { return told.found.dossiers; }),
     VerificationRow::Of("cells", "cells", "How many cells of figures there are.",
                         [](const auto& told) { return told.found.cells; }),
     VerificationRow::Of(
         "difference", "The first difference; null: there is none.",
         [](const auto& told) -> const auto& { return told.found.difference; }),
     VerificationRow::Of(
         "note", "What is worth knowing beside.",
         [](const auto& told) -> const auto& { return told.found.note; })});

std::string ToJson(const Verification& found, const worktime::Zone& zone) {
  return kVerificationTable.ToText({found, zone}) + "\n";
}

std::string ToText(const Verification& found, const VerifyOptions& options, size_t noted) {
  std::string text = fmt::format("chain {}:{}\ncontent {}\n", found.position.seq,
                                 ToHex(found.position.chain), ToHex(found.content));
  if (!found.difference) {
    text += fmt::format("ok: {} events, {} dossiers, {} cells\n", found.events, found.dossiers,
                        found.cells);
    if (options.witness) {
      text += fmt::format("witness {}: {} head{} noted, all agree\n", options.witness->string(),
                          noted, noted == 1 ? "" : "s");
    }
  }
  return text;
}

}  // namespace

int RunVerify(const VerifyOptions& options, ledger::ProofView& view, const Console& console) {
  const auto noted = AllNoted(options);
  if (!noted) return FailUsage(noted.error(), console);
  auto found = view.Verify(Progress(console));
  if (console.err_is_terminal) console.err << "\r\033[K" << std::flush;
  if (!found) return Fail(found.error(), console);
  if (!found->difference) {
    auto compared = CompareAll(*noted, *found, view);
    if (!compared) return Fail(compared.error(), console);
    found->difference = std::move(*compared);
  }
  // Before printing: a reader who waits for whoever reads its output would keep the log growing.
  view.Release();
  const worktime::Zone& zone = view.rulebook().default_calendar().zone();
  const int printed =
      Print(options.json ? ToJson(*found, zone) : ToText(*found, options, noted->size()), console);
  if (!options.json && found->note) console.err << "note: " << *found->note << '\n';
  if (!options.json && found->difference) {
    console.err << "difference: " << Escaped(*found->difference) << '\n';
  }
  return found->difference ? 1 : printed;
}

}  // namespace dunghan::commands
