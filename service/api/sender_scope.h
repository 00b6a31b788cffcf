#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/services.h"
#include "dunghan/board/snapshot.h"
#include "dunghan/ledger/view.h"
#include "dunghan/rulebook/scope.h"

namespace dunghan::api {

/// Holds what a sender that is bound to agencies brings against the dossiers that are theirs: those
/// it may see as a whole, and new ones of which it says that its agencies are competent for them or
/// have received them. Where anything is of others, nothing of it is to be stored. One thread at a
/// time.
class SenderScope {
 public:
  SenderScope(rulebook::Scope scope, std::shared_ptr<const board::Snapshot> present,
              ledger::View& view)
      : scope_(std::move(scope)), present_(std::move(present)), view_(view) {}

  /// `place`: its index, or its row.
  void See(const ledger::Item& item, int64_t place);
  struct Verdict {
    std::optional<Error> error;  ///< nobody can say
    std::string foreign;         ///< empty: all is the sender's own
  };
  Verdict Take() const;

 private:
  bool IsOwn(const dossier::Event& event);
  bool IsKnownOwn(const std::string& code, bool& is_new);

  rulebook::Scope scope_;
  std::shared_ptr<const board::Snapshot> present_;
  ledger::View& view_;
  std::map<std::string, bool> own_;  // by code
  std::optional<Error> error_;
  int64_t seen_ = 0;
  int64_t foreign_ = 0;
  std::string first_;  // of them
};

/// Of a sender that is bound: what of its items is of others, in words; empty: nothing. They stay
/// where they are until the answer is there.
boost::asio::awaitable<Result<std::string>> ForeignAmong(Services& services,
                                                         const access::Caller& caller,
                                                         const std::vector<ledger::Item>& items);

}  // namespace dunghan::api
