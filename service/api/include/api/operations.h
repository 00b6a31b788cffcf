#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/router.h"
#include "dunghan/base/error.h"
#include "dunghan/base/log.h"

/// What an operator asks of the daemon because it holds the ledger; the commands `dunghan
/// quarantine retry | discard | show --bytes`, `dunghan rulebook apply`, `dunghan report --freeze`,
/// `dunghan report sent` and `dunghan token pair` come here while it serves.
namespace dunghan::api {

/// One request; each operation looks at what it needs.
struct Operation {
  std::vector<int64_t> ids;   ///< of quarantine entries; to retry, none: all that wait
  std::string operator_name;  ///< never empty
  std::string rulebook;       ///< digest of the one meant, hexadecimal
  std::optional<std::string> effective_from;  ///< a date or an instant
  std::string reason;                         ///< to retry, see intake::QuarantineFilter; else why
  std::string source;                         ///< to retry, likewise

  // A statement that is to be frozen, as `dunghan report` names it ...
  std::string form;
  std::string period;
  std::string basis;
  std::string by;
  std::string tree;
  std::string agency;
  std::string language;  ///< "lang"
  // ... or that was sent.
  std::string statement;  ///< its id
  std::string number;
  std::string date;
  std::string signer;

  // A screen in the hall that is to be let in.
  std::string code;            ///< what it shows
  std::string name;            ///< of its token; empty: made of the code
  std::string lasts = "365d";  ///< "for"; or "never". A screen stays
  std::vector<std::string> agencies;
};
/// Does it; a JSON object once it is durable.
using Operate = std::function<boost::asio::awaitable<Result<std::string>>(Operation)>;

struct Operations {
  /// What the daemon has written where only who may read the ledger can read it.
  std::string key;
  Operate retry_quarantine;
  Operate discard_quarantine;
  Operate look_at_quarantine;
  Operate apply_rulebook;
  Operate freeze_report;
  Operate send_report;
  Operate pair_screen;
};

/// POST /api/v1/quarantine/retry, /api/v1/quarantine/discard, /api/v1/quarantine/look,
/// /api/v1/rulebook/apply, /api/v1/reports/freeze, /api/v1/reports/sent, /api/v1/wall/pair: for who
/// comes in by a token or a session of a role that may, and is then the operator; and on this
/// machine, but from no page in a browser, for whoever knows the key.
void AddOperations(Router& router, std::shared_ptr<const Operations> operations);

/// The body of a request. `caller`: who is known to ask, whatever it says of the operator; empty:
/// as it says. @error kInvalidArgument names the field.
Result<Operation> ReadOperation(const std::string& body, const std::string& caller = {});

}  // namespace dunghan::api
