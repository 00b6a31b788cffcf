#include "events.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "dunghan/base/text.h"
#include "intake/batch_decoder.h"
#include "intake/byte_source.h"
#include "intake/event_decoder.h"
#include "intake/line_source.h"
#include "intake/national_decoder.h"

namespace dunghan::spool {
namespace {

using intake::ReadStatus;

constexpr std::chrono::milliseconds kNoWaiting{0};
constexpr std::string_view kBlank = " \t\r\n";

/// At most so many bytes of it, unpacked.
Result<std::string> ReadBeginning(const std::filesystem::path& path, uint64_t most) {
  auto bytes = intake::ByteSource::Open(path.string());
  if (!bytes) return bytes.error();
  constexpr size_t kPiece = size_t{64} << 10U;
  std::string text;
  while (text.size() < most) {
    const size_t held = text.size();
    text.resize(held + kPiece);
    const auto got = bytes->Read({text.data() + held, kPiece}, kNoWaiting);
    if (!got) return got.error();
    text.resize(held + got->size);
    if (got->status == ReadStatus::kEnd) break;
  }
  return text;
}

/// Whether a text that begins so is one JSON text, and not an object a line.
bool IsOneText(std::string_view beginning) {
  beginning = WithoutByteOrderMark(beginning);
  const size_t first = beginning.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return false;
  if (beginning[first] == '[') return true;
  if (beginning[first] != '{') return false;
  const size_t end = beginning.find('\n', first);
  if (end == std::string_view::npos) return false;
  const std::string_view line = beginning.substr(first, end - first);
  return line[line.find_last_not_of(kBlank)] != '}';
}

/// Lines into items.
class Lines {
 public:
  Lines(const Claim& claim, const intake::ListRules& rules, const SpoolOptions& options,
        const Clock& clock, FileReport& report)
      : claim_(claim),
        rules_(rules),
        options_(options),
        clock_(clock),
        report_(report),
        decoder_(rules.codes, rules.rulebooks, rules.source, rules.most_texts),
        checks_(*rules.codes, rules.rulebooks, rules.sources) {}

  void Read(intake::ByteSource bytes, live::ItemFeed& feed) {
    intake::LineSource lines(std::move(bytes));
    intake::Line line;
    while (true) {
      const auto got = lines.Read(line, kNoWaiting);
      if (!got) {
        report_.reason = fmt::format("line {}: {}", lines.lines() + 1, got.error().for_client);
        break;
      }
      if (*got == ReadStatus::kEnd) break;
      if (*got == ReadStatus::kDone && !Take(line, feed)) break;
    }
    if (!any_ && report_.reason.empty()) report_.reason = "nothing stands in it";
    report_.ignored = decoder_.TakeIgnored();
  }

 private:
  bool Take(const intake::Line& line, live::ItemFeed& feed) {
    const intake::Place place{.name = claim_.name, .number = line.number};
    if (!any_ && options_.national && intake::IsNationalMessage(line.text, *options_.national)) {
      messages_.emplace(options_.national, rules_.codes, rules_.rulebooks,
                        intake::BatchOptions{.default_source = rules_.source,
                                             .sources = rules_.sources,
                                             .max_texts = rules_.most_texts});
    }
    if (messages_) return TakeMessage(line, place, feed);
    ledger::Item& item = feed.Room();
    if (line.overlong) {
      any_ = true;
      decoder_.RejectOverlong(line.text, line.size, line.digest, place, item);
      return feed.Take(place);
    }
    const auto verdict = decoder_.DecodeLine(line.text, place, item);
    if (verdict == intake::Verdict::kNoObject && !any_) {
      // None of it was taken, so none of its bytes are kept.
      report_.reason = fmt::format(
          "line {}: no JSON object; expected an event a line, or an array of them", line.number);
      return false;
    }
    any_ = true;
    if (verdict == intake::Verdict::kEvent)
      Check(std::get<dossier::Event>(item.content), place, feed);
    return feed.Take(place);
  }

  bool TakeMessage(const intake::Line& line, const intake::Place& place, live::ItemFeed& feed) {
    any_ = true;
    intake::NationalLine told = messages_->DecodeLine(line, place, clock_.Now());
    for (ledger::Item& found : told.items) {
      ledger::Item& item = feed.Room();
      item = std::move(found);
      if (const auto* event = std::get_if<dossier::Event>(&item.content))
        Check(*event, place, feed);
      if (!feed.Take(place)) return false;
    }
    return true;
  }

  void Check(const dossier::Event& event, const intake::Place& place, live::ItemFeed& feed) {
    const auto odd = checks_.Check(event, clock_.Now());
    if (odd.empty()) return;
    feed.Odd(odd, place, [&](intake::Oddity oddity) { return checks_.ValueOf(oddity, event); });
  }

  const Claim& claim_;
  const intake::ListRules& rules_;
  const SpoolOptions& options_;
  const Clock& clock_;
  FileReport& report_;
  intake::EventDecoder decoder_;
  intake::EventChecks checks_;
  std::optional<intake::NationalDecoder> messages_;  ///< the file is one of messages
  bool any_ = false;                                 ///< was taken
};

/// One JSON text, which has to be held whole.
void ReadWhole(const Claim& claim, const live::ListIntake& intake, const intake::ListRules& rules,
               const SpoolOptions& options, live::ItemFeed& feed, FileReport& report) {
  auto text = ReadBeginning(claim.path, options.most_whole + 1);
  if (!text) {
    report.reason = text.error().for_client;
    return;
  }
  if (text->size() > options.most_whole) {
    report.reason = fmt::format(
        "one JSON text of more than {} bytes ([server] max_body); write an event a line",
        options.most_whole);
    return;
  }
  intake::BatchDecoder decoder(rules.codes, rules.rulebooks,
                               {.default_source = rules.source,
                                .sources = rules.sources,
                                .max_items = options.most_items,
                                .max_texts = rules.most_texts});
  auto batch = decoder.Decode({.bytes = std::move(*text)}, intake.clock().Now());
  if (!batch) {
    report.reason = batch.error().text;
    return;
  }
  report.ignored = std::move(batch->ignored);
  report.fed.warnings = std::move(batch->warnings);
  for (size_t i = 0; i < batch->items.size(); ++i) {
    ledger::Item& item = feed.Room();
    item = std::move(batch->items[i]);
    auto* reject = std::get_if<ledger::Reject>(&item.content);
    if (reject) reject->place = claim.name + ": " + reject->place;
    if (!feed.Take({.name = claim.name, .number = static_cast<int64_t>(i)})) break;
  }
}

}  // namespace

void ReadEvents(const Claim& claim, const live::ListIntake& intake, const SpoolOptions& options,
                const live::ItemFeed::Stop& stop, FileReport& report) {
  constexpr uint64_t kLooked = uint64_t{64} << 10U;
  const auto rules = intake.RulesFor(options.source);
  const auto beginning = ReadBeginning(claim.path, kLooked);
  if (!beginning) {
    report.reason = beginning.error().for_client;
    return;
  }
  const auto feed = intake.MakeFeed(stop);
  if (IsOneText(*beginning)) {
    ReadWhole(claim, intake, rules, options, *feed, report);
  } else if (auto bytes = intake::ByteSource::Open(claim.path.string()); !bytes) {
    report.reason = bytes.error().for_client;
  } else {
    Lines(claim, rules, options, intake.clock(), report).Read(std::move(*bytes), *feed);
  }
  live::Fed fed = feed->Finish();
  // Those that were found before come first.
  auto& first = report.fed.warnings.first;
  fed.warnings.first.insert(fed.warnings.first.begin(), first.begin(), first.end());
  fed.warnings.all += report.fed.warnings.all;
  report.fed = std::move(fed);
}

}  // namespace dunghan::spool
