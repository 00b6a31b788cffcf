#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "dunghan/base/clock.h"
#include "intake/list_report.h"
#include "live/item_feed.h"

namespace dunghan::live {

struct ListOptions {
  /// Mappings by which columns may be told.
  std::vector<intake::TableMapping> mappings;
  std::vector<std::string> sources = {};  ///< see ListRules
  size_t most_texts = std::numeric_limits<size_t>::max();
  size_t group = 1'000;  ///< items handed over at once; no more than may ever wait
};

/// A list to be read.
struct ListTask {
  std::function<Result<sheet::Workbook>()> open;
  std::string file = {};     ///< its name in the places of items
  std::string source = {};   ///< empty: the default
  std::string mapping = {};  ///< empty: the one that fits best
  std::string sheet = {};    ///< empty: the first that holds anything
  std::string taken = {};    ///< when it was exported: a date or an instant; empty: it says so
  std::string_view say_taken = "--taken";           ///< see TableAsk
  std::string_view say_mapping = "--mapping FILE";  ///< likewise
  intake::NamesAre names = intake::NamesAre::kTold;
  bool dry_run = false;  ///< nothing is stored
  /// Of a dry run: shown each item with its row.
  std::function<void(const ledger::Item& item, int64_t row)> see = {};
  ItemFeed::Stop stop;
};

/// What came of it. Where not all of it is durable, `fed.error` says why.
struct ListOutcome {
  intake::ListReport list;
  Fed fed;
};

/// Why nothing of a list was taken.
struct ListFault {
  enum class Kind {
    kNoList,    ///< the file is no workbook and no list, or broken
    kAsked,     ///< what was asked for is not there: a mapping, a sheet, an instant
    kUnusable,  ///< it is a list, and cannot be understood
    kEnded,     ///< it was ended early, or there was no room to read it
    kForeign,   ///< it tells of dossiers that are not the sender's
  };
  Kind kind{};
  std::string text;
};
using ListResult = boost::system::result<ListOutcome, ListFault>;

/// Lists of dossiers on their way into the ledger of a running daemon: read in turn on a thread
/// that may wait, whoever brings them.
class ListIntake {
 public:
  /// `submit` as ItemFeed's. Use is called before the first list.
  ListIntake(boost::asio::io_context& io, const Clock& clock, ItemFeed::Submit submit,
             ListOptions options);
  ListIntake(const ListIntake&) = delete;
  ListIntake& operator=(const ListIntake&) = delete;

  /// By these rules from the next list on. From any thread, as all that follows.
  void Use(std::shared_ptr<CodeTable> codes, std::shared_ptr<const rulebook::Timeline> rulebooks);
  intake::ListRules RulesFor(const std::string& source) const;

  /// Reads it here. Not on the I/O thread: it waits for that.
  ListResult Take(const ListTask& task) const;
  /// A feed for items of another kind, under the same terms.
  std::unique_ptr<ItemFeed> MakeFeed(ItemFeed::Stop stop) const;
  const Clock& clock() const { return clock_; }

 private:
  boost::asio::io_context& io_;
  const Clock& clock_;
  ItemFeed::Submit submit_;
  ListOptions options_;
  mutable std::mutex mutex_;
  std::shared_ptr<CodeTable> codes_;
  std::shared_ptr<const rulebook::Timeline> rulebooks_;
};

}  // namespace dunghan::live
