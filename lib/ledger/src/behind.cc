#include "behind.h"

#include <fmt/format.h>

#include <utility>

#include "derivation.h"
#include "dunghan/record/failure.h"
#include "replay.h"

namespace dunghan::ledger {
namespace {

using record::Failure;
using record::Head;

/// So many times what is handed over at once may wait for a piece that is being written.
constexpr int64_t kWaitingAtMost = 4;

std::unique_ptr<runs::FileSystem> FilesFor(const Options& options) {
  return options.folder.empty() ? runs::MemoryFiles() : runs::DiskFiles(!options.scratch);
}

Error CannotWrite(const std::string& why) {
  return Unavailable(fmt::format("states and figures cannot be written to {}", kDerivedFile), why);
}

}  // namespace

Behind::Behind(const Options& options, record::Storage& storage)
    : options_(options),
      storage_(storage),
      files_(FilesFor(options)),
      scribe_(*files_, options.folder / kDerivedFile, *options.codes) {}

Head Behind::Open(const rulebook::Timeline& timeline) {
  std::string why;
  try {
    const auto found = scribe_.Open();
    if (found) {
      const Stamp& stamp = found->stamp();
      if (stamp.key != DerivationKey(timeline)) {
        why = "it was made by another version or under other rulebooks";
      } else if (!HasLink(storage_.Now(), stamp.through)) {
        why = "it is not of this record";
      } else {
        // Whether all of it is sound is found out on the scribe's thread: a start does not wait for
        // it. What is damaged is met by the next Watch or write.
        handed_ = stamp.through.seq;
        scribe_.Check();
        return stamp.through;
      }
    } else if (storage_.Now().head().seq > 0) {
      // A new ledger has none either, and nothing is said of that.
      why = "it is not there";
    }
  } catch (const runs::Damaged& damaged) {
    why = damaged.what();
  } catch (const runs::FileError& error) {
    throw Failure(CannotWrite(error.what()));
  }
  if (!why.empty() && options_.note) {
    options_.note(fmt::format("{} is made anew from the record: {}", kDerivedFile, why));
  }
  Begin(timeline);
  return {};
}

void Behind::Begin(const rulebook::Timeline& timeline) {
  try {
    scribe_.Begin(DerivationKey(timeline));
  } catch (const runs::FileError& error) {
    throw Failure(CannotWrite(error.what()));
  }
  // Texts stay handed over: the scribe keeps its dictionary.
  handed_ = 0;
}

void Behind::JudgeBy(std::shared_ptr<const rulebook::Timeline> timeline) {
  timeline_ = std::move(timeline);
}

std::optional<Error> Behind::Refusal(const Head& head) {
  if (head.seq - handed_ < kWaitingAtMost * options_.flush_every) return {};
  if (scribe_.IsDamaged()) return {};  // it is made anew before anything else
  // The disk may be back: it is asked once before anything is refused.
  if (scribe_.failure()) scribe_.Retry();
  scribe_.Wait();
  const auto failure = scribe_.failure();
  if (failure && !scribe_.IsDamaged()) return CannotWrite(*failure);
  return {};
}

void Behind::Offer(Book& book, const Head& head, int64_t enough) {
  if (scribe_.IsFree()) {
    // Before the next piece is taken, which clears the marks of what has moved: a dossier that
    // moved again since would be let go of while what is written is an older state of it.
    book.LetGo(scribe_.TakeWritten());
    // Waking moves dossiers without taking a position.
    const bool is_enough =
        head.seq - handed_ >= enough || std::cmp_greater_equal(book.moved(), enough);
    if (is_enough && (head.seq > handed_ || book.moved() > 0)) Hand(book, head);
  } else if (scribe_.failure()) {
    scribe_.Retry();
  }
}

void Behind::Finish(Book& book, const Head& head) {
  WaitUntilFree();
  book.LetGo(scribe_.TakeWritten());
  if (head.seq > handed_ || book.moved() > 0) {
    Hand(book, head);
    WaitUntilFree();
    book.LetGo(scribe_.TakeWritten());
  }
  try {
    scribe_.Mind();
  } catch (const runs::FileError& error) {
    throw Failure(CannotWrite(error.what()));
  }
}

void Behind::Rejudged(std::vector<Moved> moved, figures::Cells cells, const Head& head) {
  // The stamp of this piece is the first under the new rulebooks. Until it is on disk what is kept
  // is of the old ones, and a start makes it anew.
  scribe_.JudgeBy(DerivationKey(*timeline_));
  Piece piece{.moved = std::move(moved),
              .rejudged = std::move(cells),
              .timeline = timeline_,
              .through = head,
              .texts = {}};
  Give(std::move(piece));
  WaitUntilFree();
  (void)scribe_.TakeWritten();
}

void Behind::Hand(Book& book, const Head& head) {
  Give({.moved = book.TakeMoved(),
        .rejudged = {},
        .aliases = book.TakeAliases(),
        .timeline = timeline_,
        .through = head,
        .texts = {}});
}

void Behind::Give(Piece piece) {
  // The scribe has a dictionary of its own, since this one grows while it writes; both number the
  // texts alike, because they come in the same order.
  const record::Dictionary& dictionary = storage_.Now().dictionary();
  for (; texts_handed_ < dictionary.size(); ++texts_handed_) {
    piece.texts.emplace_back(dictionary.TextAt(texts_handed_ + 1));
  }
  const int64_t through = piece.through.seq;
  scribe_.Hand(std::move(piece));
  handed_ = through;
}

void Behind::WaitUntilFree() {
  if (scribe_.failure()) scribe_.Retry();
  scribe_.Wait();
  if (scribe_.IsDamaged()) throw runs::Damaged(scribe_.failure().value_or("it cannot be read"));
  if (const auto failure = scribe_.failure()) throw Failure(CannotWrite(*failure));
}

}  // namespace dunghan::ledger
