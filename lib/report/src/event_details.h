#pragma once

#include <string>

#include "dunghan/dossier/event.h"
#include "dunghan/report/labels.h"
#include "dunghan/rulebook/rulebook.h"
#include "dunghan/worktime/zone.h"

namespace dunghan::report {

/// What an event says beside its type and time, in words: ", cơ quan Sở A (A), ngày hẹn trả thứ Hai
/// 14/06/2021". Names are those of the day.
std::string EventDetails(const dossier::Event& event, const rulebook::Rulebook& rulebook,
                         LocalDay day, const worktime::Zone& zone, Language language);

}  // namespace dunghan::report
