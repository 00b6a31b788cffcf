#include "commands/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "commands/failure.h"
#include "dunghan/base/digest.h"
#include "dunghan/base/text.h"

namespace dunghan::commands {
namespace {

using ledger::Verification;

constexpr size_t kLeastDigits = 16;

/// A point of the chain as somebody noted it down.
struct Noted {
  int64_t seq = 0;
  std::string digest;  ///< the first digits, lower case
};

Result<Noted> ParseNoted(std::string_view text) {
  const auto wrong = [text] {
    return InvalidArgument(
        fmt::format("--against: expected SEQ:DIGEST, the digest with {} to 64 hexadecimal digits, "
                    "got {}",
                    kLeastDigits, JsonQuote(text)));
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

/// How the ledger differs from what was noted; nothing if it does not.
Result<std::optional<std::string>> Compare(const Noted& noted, const Verification& found,
                                           ledger::View& view) {
  using Difference = std::optional<std::string>;
  if (noted.seq > found.position.seq) {
    return Difference(fmt::format("the ledger ends at event {}, but {} was noted down",
                                  found.position.seq, noted.seq));
  }
  std::optional<Digest> chain = Digest{};  // of an empty ledger
  if (noted.seq > 0) {
    auto read = view.ChainAt(noted.seq);
    if (!read) return read.error();
    chain = *read;
  }
  if (!chain) {
    return Difference(
        fmt::format("no commit ends at event {}, but its chain was noted down", noted.seq));
  }
  const std::string hex = ToHex(*chain);
  if (hex.starts_with(noted.digest)) return Difference();
  return Difference(fmt::format("the chain at event {} is {}, but {} was noted down", noted.seq,
                                hex, noted.digest));
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

std::string OrNull(const std::optional<std::string>& text) {
  return text ? JsonQuote(*text) : "null";
}

std::string ToJson(const Verification& found, const worktime::Zone& zone) {
  return fmt::format(
      R"({{"ok":{},"position":{{"seq":{},"at":"{}","chain":"{}"}},"content":"{}","events":{},)"
      R"("dossiers":{},"cells":{},"difference":{},"note":{}}})"
      "\n",
      !found.difference, found.position.seq, zone.Format(found.position.at),
      ToHex(found.position.chain), ToHex(found.content), found.events, found.dossiers, found.cells,
      OrNull(found.difference), OrNull(found.note));
}

std::string ToText(const Verification& found) {
  std::string text = fmt::format("chain {}:{}\ncontent {}\n", found.position.seq,
                                 ToHex(found.position.chain), ToHex(found.content));
  if (!found.difference) {
    text += fmt::format("ok: {} events, {} dossiers, {} cells\n", found.events, found.dossiers,
                        found.cells);
  }
  return text;
}

}  // namespace

int RunVerify(const VerifyOptions& options, ledger::View& view, const Console& console) {
  std::optional<Noted> noted;
  if (options.against) {
    auto parsed = ParseNoted(*options.against);
    if (!parsed) return FailUsage(parsed.error(), console);
    noted = std::move(*parsed);
  }
  auto found = view.Verify(Progress(console));
  if (console.err_is_terminal) console.err << "\r\033[K" << std::flush;
  if (!found) return Fail(found.error(), console);
  if (noted && !found->difference) {
    auto compared = Compare(*noted, *found, view);
    if (!compared) return Fail(compared.error(), console);
    found->difference = std::move(*compared);
  }
  view.Release();
  const worktime::Zone& zone = view.rulebook().default_calendar().zone();
  const int printed = Print(options.json ? ToJson(*found, zone) : ToText(*found), console);
  if (!options.json && found->note) console.err << "note: " << *found->note << '\n';
  if (!options.json && found->difference) {
    console.err << "difference: " << Escaped(*found->difference) << '\n';
  }
  return found->difference ? 1 : printed;
}

}  // namespace dunghan::commands
