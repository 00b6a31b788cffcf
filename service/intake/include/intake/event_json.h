#pragma once

#include <string>

#include "dunghan/dossier/event.h"
#include "dunghan/worktime/zone.h"

namespace dunghan::intake {

/// An event as one JSON object, the other way round from EventDecoder: only what is set, in the
/// order of Field, instants with the zone's offset. Decoding it gives the same event again, as long
/// as it says nothing that its type does not use, nor names a counter it would have anyway.
void AppendEventJson(std::string& out, const dossier::Event& event, const worktime::Zone& zone);

}  // namespace dunghan::intake
