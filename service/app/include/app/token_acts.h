#pragma once

#include <filesystem>
#include <vector>

#include "access/token.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/ledger/operator_acts.h"
#include "dunghan/ledger/record_view.h"

/// Tokens are made and revoked in a file; that it was done goes on record, where it stays whatever
/// becomes of the file.
namespace dunghan::app {

/// What the file says was done, in order of time.
std::vector<ledger::OperatorAct> ActsOfTokens(const std::vector<access::Token>& tokens);

/// Those that are not on record.
Result<std::vector<ledger::OperatorAct>> NotOnRecord(std::vector<ledger::OperatorAct> acts,
                                                     ledger::RecordView& view);

/// Puts on record what the file has and the record has not. Where it stands then; nothing: there
/// was nothing to put down. On the ledger's thread.
Result<std::optional<ledger::Position>> NoteTokens(const std::filesystem::path& tokens,
                                                   ledger::Ledger& ledger);

}  // namespace dunghan::app
