#pragma once

#include "dunghan/base/json_table.h"
#include "dunghan/report/json_time.h"
#include "dunghan/statement/frozen.h"

/// A frozen statement as commands and HTTP tell of it.
namespace dunghan::frozen {

struct ToldFrozen {
  const statement::FrozenOnRecord& of;
  const worktime::Zone& zone;
};

using FileRow = JsonRow<statement::FrozenFile>;
inline constexpr JsonTable kFileTable(
    "frozen_file", "A rendered file of a frozen statement.",
    {FileRow::Of(
         "name", "Its name in the folder of reports.",
         [](const auto& file) -> const auto& { return file.name; }),
     FileRow::Of(
         "format", "What it is.", [](const auto& file) -> const auto& { return file.format; }),
     FileRow::Of("sha256", "The digest of its bytes.",
                 [](const auto& file) { return ToHex(file.digest); }),
     FileRow::Of("size", "bytes", "How long it is.",
                 [](const auto& file) { return static_cast<int64_t>(file.size); })});

using SentRow = JsonRow<statement::Sent>;
inline constexpr JsonTable kSentTable(
    "sent", "That a frozen statement was sent.",
    {SentRow::Of(
         "number", "Its number in the register.",
         [](const auto& sent) -> const auto& { return sent.number; }),
     SentRow::Of("date", "When it was signed.", [](const auto& sent) { return sent.date; }),
     SentRow::Of(
         "signer", "By whom.", [](const auto& sent) -> const auto& { return sent.signer; }),
     SentRow::Of(
         "entered_by", "Who entered it.",
         [](const auto& sent) -> const auto& { return sent.actor; })});

using FrozenRow = JsonRow<ToldFrozen>;
inline constexpr JsonTable kFrozenTable(
    "frozen_statement", "A statement as it was frozen.",
    {FrozenRow::Of(
         "id", "What it is called by.", [](const auto& told) -> const auto& { return told.of.id; }),
     FrozenRow::Of(
         "form", "The form.",
         [](const auto& told) -> const auto& { return told.of.statement.identity.form; }),
     FrozenRow::Of(
         "period", "The period.",
         [](const auto& told) -> const auto& { return told.of.statement.identity.period; }),
     FrozenRow::Of(
         "basis", "By which due: promised or lawful.",
         [](const auto& told) -> const auto& { return told.of.statement.identity.basis; }),
     FrozenRow::Of(
         "by", "What a row is of.",
         [](const auto& told) -> const auto& { return told.of.statement.identity.by; }),
     FrozenRow::Of(
         "tree", "By which tree of agencies.",
         [](const auto& told) -> const auto& { return told.of.statement.identity.tree; }),
     FrozenRow::Of(
         "agency", "The agency that alone is counted, with those below it; empty: all.",
         [](const auto& told) -> const auto& { return told.of.statement.identity.agency; }),
     FrozenRow::Of(
         "lang", "In which language it is.",
         [](const auto& told) -> const auto& { return told.of.statement.identity.language; }),
     FrozenRow::Of("edition", "Which time it was frozen, from 1.",
                   [](const auto& told) { return told.of.statement.edition; }),
     FrozenRow::Of(
         "reason", "Why it was frozen again, or although it was not complete; empty: neither.",
         [](const auto& told) -> const auto& { return told.of.statement.reason; }),
     FrozenRow::Of(
         "actor", "Who froze it.",
         [](const auto& told) -> const auto& { return told.of.statement.actor; }),
     FrozenRow::Of("frozen_at", "When.",
                   [](const auto& told) { return report::Zoned(told.of.frozen_at, told.zone); }),
     FrozenRow::Of("seq", "Where in the record it stands.",
                   [](const auto& told) { return told.of.seq; }),
     FrozenRow::Of("position", "How far the record went that it was made of.",
                   [](const auto& told) { return told.of.statement.position.Text(); }),
     FrozenRow::Of("known_at", "The instant that it is as of.",
                   [](const auto& told) {
                     return report::Zoned(told.of.statement.position.at, told.zone);
                   }),
     FrozenRow::Of("sha256", "The digest of its canonical JSON.",
                   [](const auto& told) { return ToHex(told.of.statement.digest); }),
     FrozenRow::Of(
         "definition", "Under which definition it was made.",
         [](const auto& told) -> const auto& { return told.of.statement.definition; }),
     FrozenRow::Of(
         "program", "By which build its files were made.",
         [](const auto& told) -> const auto& { return told.of.statement.program; }),
     FrozenRow::Object<kFileTable>(
         "files", "Its rendered files.",
         [](const auto& told) -> const auto& { return told.of.statement.files; }),
     FrozenRow::Object<kSentTable>(
         "sent", "That it was sent, and is the reported one; null: it is a draft.",
         [](const auto& told) -> const auto& { return told.of.sent; })});

}  // namespace dunghan::frozen
