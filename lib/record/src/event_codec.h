#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dunghan/dossier/event.h"
#include "dunghan/record/dictionary.h"

/// Events as bytes: about a quarter of their texts, since codes are numbers of the dictionary and
/// times are differences.
///
/// Marks in the first number say which fields follow. A field that comes later gets the next mark
/// and stands last, so that what was written before it reads as it did; programs that do not know a
/// mark refuse the event and never read it without the field.
namespace dunghan::record {

/// Where an event lies, which its bytes are relative to.
struct EventPlace {
  int64_t seq = 0;
  Instant base;  ///< of the page
};

/// Appends an event. Equal events of equal places are equal bytes, and no others are.
/// REQUIRES: 0 <= previous < seq; a channel, type and rating there are; `voids` is not empty where
/// it is there at all.
void EncodeEvent(const dossier::Event& event, int64_t previous, const EventPlace& place,
                 Dictionary& dictionary, std::string& out);

struct DecodedEvent {
  int64_t previous = 0;
  dossier::Event event;
};
/// @throws Failure kInternal naming the position: EncodeEvent cannot have written these bytes.
DecodedEvent DecodeEvent(std::string_view bytes, const EventPlace& place,
                         const Dictionary& dictionary);

/// What stands first, for who needs no more: the previous one's position, the time, the number of
/// the source.
struct EventFront {
  int64_t previous = 0;
  Instant at;
  uint64_t source = 0;
};
/// @throws as above, but looks no further.
EventFront DecodeFront(std::string_view bytes, const EventPlace& place);

}  // namespace dunghan::record
