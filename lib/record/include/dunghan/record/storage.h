#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dunghan/base/clock.h"
#include "dunghan/base/error.h"
#include "dunghan/record/notice.h"
#include "dunghan/record/reading.h"

namespace dunghan::record {

/// An event to be recorded.
struct NewEvent {
  const dossier::Event* event = nullptr;
  Digest content{};      ///< its ContentDigest
  int64_t previous = 0;  ///< position of the dossier's event before; 0: none
};

/// An entry of another kind. @see Kind
struct NewEntry {
  Kind kind = Kind::kTally;
  std::string bytes;
};

/// All that is recorded together. Events take the next positions, in order, then the entries; a
/// rulebook comes alone. If quarantine gains or loses something, a tally of it comes last. A batch
/// that gives nothing a position leaves the head as it is.
struct Batch {
  Instant recorded_at;  ///< not before that of the head
  std::vector<NewEvent> events = {};
  std::vector<NewEntry> entries = {};
  /// Its `seq` is the next position, or 0 for the first rulebook of an empty record.
  const rulebook::Version* rulebook = nullptr;

  /// Texts that have been given numbers for these events: those of the dictionary from here on ...
  uint32_t texts_from = 0;
  std::span<const uint32_t> brought_by = {};  ///< ... and for each the number of its source

  std::vector<Reject> aside = {};           ///< put into quarantine, or counted up there
  std::vector<int64_t> resolved = {};       ///< entries of quarantine that could be used
  std::span<const int64_t> discarded = {};  ///< and that are dealt with by hand
  bool prune = false;  ///< removes what was dealt with long ago, some of it at a time
};

/// What came of it.
struct Written {
  Head head;
  std::vector<int64_t> aside;  ///< ids in quarantine, one for each of Batch::aside
  int64_t discarded = 0;       ///< how many of them waited
  int64_t pruned = 0;          ///< not 0: there may be more
};

/// A record that is written to. One writer, one thread at a time.
class Storage {
 public:
  virtual ~Storage() = default;

  /// Durable on return, all or nothing. Texts are given numbers by the writer in
  /// Now().dictionary() before; on a failure he takes them back.
  /// @throws Failure kUnavailable: the disk is full or not writable, or the record is not the
  /// writer's any more: its files or lock are others, or its head is not `expected`, and then for
  /// good. Whether anything was written is certain only after Reopen.
  virtual Written Write(const Batch& batch, const Head& expected) = 0;

  /// After a failure of Write: opens the store anew, so that the head it then has is what is on
  /// record for certain: the one before, or that of the very batch.
  /// @throws Failure kUnavailable: not yet, or never again.
  virtual void Reopen() = 0;

  /// Why this is not the writer's record any more; nothing: it is.
  virtual std::optional<Error> Watch() = 0;

  /// What is on record now, for the writer's thread. Not a snapshot; valid until Reopen.
  virtual Reading& Now() = 0;
  /// A snapshot of its own, where the store has room for one beside the writer; in memory it is the
  /// writer's, and nothing may be written while it lives.
  virtual std::unique_ptr<Reading> Read() = 0;

  /// How many texts each source has brought.
  virtual void ForEachTextOfSource(
      const std::function<void(uint32_t source, int64_t texts)>& visit) = 0;
  /// Removes the bytes of what could not be parsed that have had their time. How many days' there
  /// were. @throws Failure kUnavailable: some cannot be removed now.
  virtual int64_t Purge(Instant now) = 0;
  /// See notice.h. Its methods are called like this storage's.
  virtual NoticeLog& notices() = 0;
};

/// Where a record is, and how it is kept.
struct Place {
  std::filesystem::path folder;
  std::shared_ptr<CodeTable> codes;
  QuarantineBounds bounds = {};
  /// Nobody needs it once it is closed: what is written need not have reached the disk.
  bool scratch = false;
  /// Readings: asked again and again while the store is read, on the reading thread; once it says
  /// true, what is being read ends with kUnavailable. Empty: never.
  std::function<bool()> stop = {};
};

/// A way of keeping records. Immutable, safe from any thread.
class Backend {
 public:
  virtual ~Backend() = default;
  /// For writing, made if it is not there.
  /// @error kConflict: another process writes to it, named by its pid. kUnavailable: not writable,
  /// or the record is gone from a folder whose other files say that there was one.
  /// kInvalidArgument: made by a newer version.
  virtual Result<std::unique_ptr<Storage>> Open(const Place& place) const = 0;
  /// For reading, beside a writer or not.
  /// @error kNotFound: none there.
  virtual Result<std::unique_ptr<Reading>> Read(const Place& place) const = 0;
};

/// In memory, gone with its storage. `folder` says nothing; Read finds nothing.
std::shared_ptr<const Backend> InMemory();

}  // namespace dunghan::record
