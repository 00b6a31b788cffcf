#include "source_keeper.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "dunghan/record/bytes.h"
#include "dunghan/record/failure.h"
#include "replay.h"
#include "runs/hash.h"

namespace dunghan::ledger {
namespace {

constexpr std::string_view kMark = "dunghan sources\n";
// Size and checksum before each text.
constexpr uint64_t kFrame = 16;
// Changes are written up to so many bytes, or as many as the whole has, before that is written
// anew.
constexpr uint64_t kMostChanges = uint64_t{1} << 20U;
constexpr uint64_t kMostBytes = uint64_t{1} << 30U;

std::string FrameOf(std::string_view text, uint64_t offset) {
  std::string bytes;
  record::ByteWriter write(bytes);
  write.Fixed64(text.size());
  write.Fixed64(runs::Checksum(text, 0, offset));
  bytes += text;
  return bytes;
}

/// The text at a place, if it is as it was written.
std::optional<std::string_view> FramedAt(std::string_view bytes, uint64_t offset) {
  if (bytes.size() < offset + kFrame) return {};
  record::ByteReader read(bytes.substr(offset));
  const uint64_t size = read.Fixed64();
  const uint64_t checksum = read.Fixed64();
  const std::string_view text = read.Bytes(size);
  if (!read.ok() || runs::Checksum(text, 0, offset) != checksum) return {};
  return text;
}

std::string_view SourceOf(const Item& item) {
  const auto* event = std::get_if<dossier::Event>(&item.content);
  return event ? event->source.text() : std::string_view(std::get<Reject>(item.content).source);
}

}  // namespace

std::optional<SourcesOnFile> ReadSourcesFile(runs::FileSystem& files,
                                             const std::filesystem::path& path) {
  const auto file = files.Open(path, false);
  if (!file) return {};
  const std::string bytes = file->ReadAt(0, std::min(file->size(), kMostBytes));
  if (!bytes.starts_with(kMark)) return {};
  SourcesOnFile kept{.book = SourceBook(), .size = kMark.size()};
  // A text that broke off ends it: what it said is counted from the record, but for repeats.
  while (const auto text = FramedAt(bytes, kept.size)) {
    if (!kept.book.Take(*text)) return {};
    kept.size += kFrame + text->size();
    if (kept.whole == 0) kept.whole = kept.size;
  }
  if (kept.whole == 0) return {};
  return kept;
}

SourceKeeper::SourceKeeper(const Options& options, record::Storage& storage)
    : options_(options), storage_(storage) {
  if (!options.folder.empty() && !options.scratch) files_ = runs::DiskFiles();
}

SourceKeeper::~SourceKeeper() {
  try {
    if (file_) file_->Sync();
  } catch (const runs::FileError&) {
    // Nobody is left to be told; what is missing after a power cut is counted from the record.
  }
}

void SourceKeeper::Open(const rulebook::Timeline& timeline, const record::Head& head, Instant now) {
  std::optional<SourcesOnFile> kept;
  const std::filesystem::path path = options_.folder / kSourcesFile;
  try {
    if (files_) kept = ReadSourcesFile(*files_, path);
    if (kept) file_ = files_->Open(path, true);
  } catch (const runs::FileError& error) {
    if (options_.note) options_.note(error.what());
  }
  const bool usable = file_ && kept->book.through().seq <= head.seq &&
                      HasLink(storage_.Now(), kept->book.through());
  if (kept && !usable && options_.note) {
    options_.note(fmt::format("{} is of another record: sources are counted anew", kSourcesFile));
  }
  if (usable) {
    book_ = std::move(kept->book);
    size_ = kept->size;
    whole_ = kept->whole;
  } else {
    book_ = SourceBook(now);
    file_.reset();
  }
  JudgeBy(timeline);
  if (book_.through() != head && CatchUp(timeline, head)) Save();
}

void SourceKeeper::JudgeBy(const rulebook::Timeline& timeline) {
  book_.Use(timeline.newest_version().rulebook);
}

bool SourceKeeper::CatchUp(const rulebook::Timeline& timeline, const record::Head& head) {
  if (book_.through() == head) return true;
  const auto counted =
      record::Guard([&] { CountFromRecord(storage_.Now(), timeline, head, book_); });
  if (!counted && options_.note) {
    options_.note("sources cannot be counted from the record: " + counted.error().for_client);
  }
  return counted.has_value();
}

void SourceKeeper::Took(std::span<const Item> items, std::span<const ItemOutcome> outcomes,
                        const rulebook::Timeline& timeline, const record::Head& before,
                        const record::Head& head, Instant now) {
  // Acts, rulebooks and what was recorded without an answer. The append itself stands as it is.
  if (!CatchUp(timeline, before)) return;
  Note(items, outcomes, now);
  book_.Reach(head);
  if (!items.empty()) Save();
}

void SourceKeeper::Note(std::span<const Item> items, std::span<const ItemOutcome> outcomes,
                        Instant now) {
  std::string_view last;
  for (size_t i = 0; i < std::min(items.size(), outcomes.size()); ++i) {
    const Item& item = items[i];
    const Outcome outcome = outcomes[i].outcome;
    const std::string_view source = SourceOf(item);
    const auto* event = std::get_if<dossier::Event>(&item.content);
    if (event && outcome == Outcome::kStored) {
      book_.Stored(source, event->at, now);
    } else if (!item.retry_of) {
      book_.Count(source, outcome, now);
    }
    // What is tried again was heard when it came.
    if (item.retry_of || source == last) continue;
    book_.Contact(source, now);
    last = source;
  }
}

/// A disk that refuses holds up nobody: the record has what counts, and the whole is written once
/// it can be.
void SourceKeeper::Save() {
  if (!files_) return;
  try {
    if (!file_ || size_ - whole_ > std::max(kMostChanges, whole_)) {
      WriteAll();
    } else {
      Append(book_.ChangesToBytes());
    }
    told_ = false;
  } catch (const runs::FileError& error) {
    file_.reset();
    if (!told_ && options_.note) options_.note(error.what());
    told_ = true;
  }
}

void SourceKeeper::WriteAll() {
  const std::filesystem::path path = options_.folder / kSourcesFile;
  std::filesystem::path made = path;
  made += ".new";
  auto file = files_->Make(made);
  const std::string bytes = std::string(kMark) + FrameOf(book_.AllToBytes(), kMark.size());
  file->WriteAt(0, bytes);
  file->Sync();
  files_->Rename(made, path);
  file_ = std::move(file);
  size_ = whole_ = bytes.size();
}

void SourceKeeper::Append(std::string_view text) {
  const std::string bytes = FrameOf(text, size_);
  file_->WriteAt(size_, bytes);
  size_ += bytes.size();
}

}  // namespace dunghan::ledger
