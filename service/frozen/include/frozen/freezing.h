#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/ledger/view.h"
#include "dunghan/statement/frozen.h"
#include "frozen/maker.h"
#include "frozen/shelf.h"

/// Freezing a statement: made and rendered, laid ready, put on record, published. Whoever holds the
/// ledger does the third step between two commits; the others need no ledger that is held.
namespace dunghan::frozen {

struct Asked {
  statement::FrozenIdentity identity;
  std::vector<std::string> formats;  ///< of its files
  std::string reason;                ///< empty: only as edition 1, of a period that is complete
  std::string actor;
  std::string program;  ///< the build that does it
  /// Names of the sources that are to have delivered something from after the period's end.
  std::vector<std::string> sources;
};

/// Why figures of a period may still change by what is only late.
struct Incomplete {
  bool not_over = false;
  std::vector<std::string> silent;  ///< sources that have delivered nothing from after its end
  bool any() const { return not_over || !silent.empty(); }
  std::string Text() const;  ///< "the period is not over; nothing from after it yet of: a, b"
};
/// Of the newest events, as many as were recorded since the period's end, a million at the most.
Result<Incomplete> IncompleteOf(ledger::View& view, const figures::Period& period,
                                const std::vector<std::string>& sources);

/// Made and rendered, and on no record yet.
struct Draft {
  std::string id;
  statement::FrozenStatement statement;
  std::vector<Shelf::Content> files;
  int64_t seen = 0;  ///< how far frozen statements are known
};
/// @error kConflict: it is frozen already, by its id, and there is no reason for another edition.
/// kInvalidArgument: it is not complete and there is no reason; nothing is known of the period; the
/// form or a format cannot be frozen. As the view's.
Result<Draft> Prepare(ledger::View& view, const Maker& maker, const Asked& asked);

/// What of it goes on record.
ledger::Acts ActsOf(const Draft& draft);

/// Opens a view as of a position, or of now.
using ViewOpener =
    std::function<Result<std::unique_ptr<ledger::View>>(const std::optional<ledger::AsOf>&)>;
ledger::AsOf AsOfOf(const record::Position& position);

/// What comes first: throws away what was laid ready for nothing, and takes up what somebody was
/// killed at. The statement that is frozen thereby; nothing: there is none, and it is still to be
/// done.
Result<std::optional<statement::FrozenOnRecord>> Resume(ledger::View& view, const Maker& maker,
                                                        const Shelf& shelf, const Asked& asked,
                                                        const ViewOpener& open);

/// All of it, where the ledger is one's own. What is on record comes back; files that are missing
/// are made.
Result<statement::FrozenOnRecord> Freeze(ledger::Ledger& ledger, const Maker& maker,
                                         const Shelf& shelf, const Asked& asked);

/// The mark that its files bear.
statement::Frozen MarkOf(const statement::FrozenStatement& statement);
/// The form as it was at its position, made anew.
Result<Made> MakeAnew(const statement::FrozenStatement& statement, const Maker& maker,
                      const ViewOpener& open);
/// Gives the files of a statement on record their names, and makes those anew that are not there.
/// Whether there was something to do. @error kInternal: one made anew is another than that on
/// record.
Result<bool> Complete(const statement::FrozenStatement& statement, const Maker& maker,
                      const Shelf& shelf, const ViewOpener& open);

/// Puts on record that a frozen statement was sent. @error kNotFound: there is none of that id;
/// kInvalidArgument: the date is before it was frozen or ahead.
Result<ledger::Acts> SentActs(ledger::View& view, const statement::Sent& sent);

}  // namespace dunghan::frozen
