#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "dunghan/base/log.h"
#include "intake/national_mapping.h"
#include "live/list_intake.h"

/// A folder from which files are taken in.
namespace dunghan::spool {

struct SpoolOptions {
  std::filesystem::path folder;
  std::chrono::milliseconds keep{};           ///< a file that was taken; zero: not at all
  std::chrono::milliseconds settle{10'000};   ///< unchanged for so long, a file is complete
  std::chrono::milliseconds sweep{30'000};    ///< how often it is looked at without being told
  std::string source = {};                    ///< of what names none; empty: the default
  std::string mapping = {};                   ///< of lists; empty: the one that fits best
  uint64_t most_whole = uint64_t{16} << 20U;  ///< bytes of a JSON text that is not by the line
  size_t most_items = 50'000;                 ///< events of such a text
  /// What messages of the national interface call things.
  std::shared_ptr<const intake::NationalMapping> national = {};
};

/// What became of one file.
enum class Outcome : uint8_t { kTaken, kRefused };

/// What it works with; everything outlives it.
struct SpoolParts {
  boost::asio::io_context& io;
  const live::ListIntake& intake;
  Log& log;
  /// Told on the I/O thread of each file that is done.
  std::function<void(Outcome)> told;
};

/// Takes in the files of a folder, one after the other, on a thread of its own.
///
/// A file that has been unchanged for a while is moved into a folder of the spool's own, read, and
/// gone once its last event is durable and its report is written. Whatever it was doing when the
/// process ended, it goes on with that at the next start: what is read again is a duplicate, and a
/// file that has its report is not read again. What stands in its way (the folder is not there,
/// cannot be written to, the disk is full, the ledger takes nothing) is told to the log when it
/// begins and when it is over, and tried again with every sweep.
///
/// In the folder: `reports/` with a report of each file, `taken/` and `refused/` with the files
/// that are kept for a time, private, each in a folder called by its instant; `.taking/` with the
/// file that is being read.
class Spool {
 public:
  Spool(SpoolOptions options, SpoolParts parts);
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  void Start();
  /// Begins with no further file, and gives up what it waits for.
  void Close();
  /// Waits for its end. REQUIRES: Close.
  void Join();

 private:
  class Worker;
  std::unique_ptr<Worker> worker_;
};

}  // namespace dunghan::spool
