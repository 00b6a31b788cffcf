#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/json_table.h"
#include "dunghan/ledger/outcomes.h"
#include "intake/ignored_fields.h"

/// What is said of a body of events.
namespace dunghan::api {

/// Something of one item of a body.
struct ItemNote {
  size_t index;
  std::string_view field;
  std::string reason;
};

using ItemNoteRow = JsonRow<ItemNote>;
inline constexpr JsonTable kItemNoteTable(
    "item_note", "What is wrong, or odd, with one item.",
    {ItemNoteRow::Of("index", "Its place in the body, from 0; of a list the number of its row.",
                     [](const auto& note) { return note.index; }),
     ItemNoteRow::Of("field", "The field; empty: the item as a whole.",
                     [](const auto& note) { return note.field; }),
     ItemNoteRow::Of(
         "reason", "What it is.", [](const auto& note) -> const auto& { return note.reason; })});

using IgnoredFieldRow = JsonRow<intake::IgnoredField>;
inline constexpr JsonTable kIgnoredFieldTable(
    "ignored_field", "A field that was ignored though its name is near that of a known one.",
    {IgnoredFieldRow::Of(
         "field", "Its name.", [](const auto& field) -> const auto& { return field.name; }),
     IgnoredFieldRow::Of("near", "The known one.",
                         [](const auto& field) { return intake::NameOf(field.near); }),
     IgnoredFieldRow::Of("count", "How often it was met.",
                         [](const auto& field) { return field.count; })});

struct ToldEvents {
  ledger::OutcomeCounts totals = {};
  std::vector<ItemNote> problems = {};
  int64_t problems_left_off = 0;
  const intake::IgnoredFields::List* ignored = nullptr;
  std::vector<ItemNote> warnings = {};
  int64_t warnings_left_off = 0;
  int64_t looked_at = 0;  ///< and neither stored nor set aside
};

/// Some, or the field is left out.
template <class Item>
JsonIfAny<std::span<const Item>> IfAny(const std::vector<Item>& list) {
  return JsonIf(!list.empty(), std::span<const Item>(list));
}

using ToldEventsRow = JsonRow<ToldEvents>;
inline constexpr JsonTable kToldEventsTable(
    "events_answer", "What became of a body of events. Its items are durable by then.",
    {ToldEventsRow::Of("received", "events", "How many items there were.",
                       [](const auto& told) { return told.totals.all() + told.looked_at; }),
     ToldEventsRow::Of("stored", "events", "Those that are on record now.",
                       [](const auto& told) { return told.totals.stored; }),
     ToldEventsRow::Of("duplicate", "events", "Those that were before.",
                       [](const auto& told) { return told.totals.duplicate; }),
     ToldEventsRow::Of("quarantined", "events", "Those that could not be used.",
                       [](const auto& told) { return told.totals.quarantined; }),
     ToldEventsRow::Object<kItemNoteTable>(
         "problems", "Why, item by item, for the first of them.",
         [](const auto& told) -> const auto& { return told.problems; }),
     ToldEventsRow::Of("problems_left_off", "events", "How many more there were.",
                       [](const auto& told) {
                         return JsonIf(told.problems_left_off > 0, told.problems_left_off);
                       }),
     ToldEventsRow::Object<kIgnoredFieldTable>("ignored_fields", "Fields that look misspelt.",
                                               [](const auto& told) {
                                                 return IfAny(told.ignored->fields);
                                               }),
     ToldEventsRow::Of("ignored_fields_left_off", "How often further ones were met.",
                       [](const auto& told) {
                         const bool is_any = !told.ignored->fields.empty();
                         return JsonIf(is_any && told.ignored->left_off > 0,
                                       told.ignored->left_off);
                       }),
     ToldEventsRow::Object<kItemNoteTable>("warnings", "What is odd, though it is on record.",
                                           [](const auto& told) { return IfAny(told.warnings); }),
     ToldEventsRow::Of("warnings_left_off", "How many more there were.", [](const auto& told) {
       return JsonIf(told.warnings_left_off > 0, told.warnings_left_off);
     })});

}  // namespace dunghan::api
