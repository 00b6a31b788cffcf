#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/json_table.h"
#include "dunghan/ledger/outcomes.h"

/// What messages of the national interface are answered with: texts alone, as in all of it.
namespace dunghan::api {

struct NationalFault {
  size_t record = 0;
  std::string field;
  std::string reason;
};

struct NationalAnswer {
  std::string_view error_code;
  std::string message;
  std::string session = {};
  std::optional<ledger::OutcomeCounts> counts = {};
  std::vector<NationalFault> faults = {};  ///< go with counts
};

inline constexpr std::string_view kNationalGood = "0";
inline constexpr std::string_view kNationalBad = "-1";

using NationalFaultRow = JsonRow<NationalFault>;
inline constexpr JsonTable kNationalFaultTable(
    "national_fault", "An item of a message that could not be used.",
    {NationalFaultRow::Of("index", "Which record of the message, from 0.",
                          [](const auto& fault) { return std::to_string(fault.record); }),
     NationalFaultRow::Of(
         "field", "The field of the event.",
         [](const auto& fault) -> const auto& { return fault.field; }),
     NationalFaultRow::Of(
         "reason", "What was wrong with it.",
         [](const auto& fault) -> const auto& { return fault.reason; })});

/// One of the counts, as a text.
inline auto NationalCount(const NationalAnswer& answer, int64_t count) {
  return JsonIf(answer.counts.has_value(), std::to_string(count));
}

using NationalRow = JsonRow<NationalAnswer>;
inline constexpr JsonTable kNationalTable(
    "national_answer", "The envelope of the national interface.",
    {NationalRow::Of("error_code", "0: it was taken.",
                     [](const auto& answer) { return answer.error_code; }),
     NationalRow::Of(
         "message", "In words.", [](const auto& answer) -> const auto& { return answer.message; }),
     NationalRow::Of("session", "Of the login: what messages show from then on.",
                     [](const auto& answer) { return JsonIfAnyText(answer.session); }),
     NationalRow::Of("received", "items", "How many came.",
                     [](const auto& answer) {
                       return NationalCount(answer, answer.counts ? answer.counts->all() : 0);
                     }),
     NationalRow::Of("stored", "items", "Those that are on record now.",
                     [](const auto& answer) {
                       return NationalCount(answer, answer.counts ? answer.counts->stored : 0);
                     }),
     NationalRow::Of("duplicate", "items", "Those that were before.",
                     [](const auto& answer) {
                       return NationalCount(answer, answer.counts ? answer.counts->duplicate : 0);
                     }),
     NationalRow::Of("quarantined", "items", "Those that cannot be used.",
                     [](const auto& answer) {
                       return NationalCount(answer, answer.counts ? answer.counts->quarantined : 0);
                     }),
     NationalRow::Object<kNationalFaultTable>("problems", "The first of these, and why.",
                                              [](const auto& answer) {
                                                return JsonIf(answer.counts.has_value(),
                                                              answer.faults);
                                              })});

}  // namespace dunghan::api
