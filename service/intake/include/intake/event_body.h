#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <string>

#include "intake/cloud_events.h"

namespace dunghan::intake {

/// How a body holds events.
enum class BatchForm : uint8_t {
  kJson,              ///< one object, or an array of them
  kNdjson,            ///< one object a line; blank lines are passed over
  kCloudEvent,        ///< one CloudEvent as an object
  kCloudEventBatch,   ///< an array of CloudEvents, empty perhaps
  kCloudEventBinary,  ///< the data of one CloudEvent, none perhaps, whose attributes came beside it
};

/// What was done to it for the way.
enum class Packing : uint8_t { kNone, kGzip };

/// A body of events as it came.
struct EventBody {
  std::string bytes;
  BatchForm form = BatchForm::kJson;
  Packing packing = Packing::kNone;
  CloudEventHeaders attributes = {};  ///< with kCloudEventBinary
  std::string source = {};            ///< who speaks, whatever it names; empty: as it says
};

/// Why nothing of a body is taken.
struct BodyFault {
  enum class Kind : uint8_t {
    kUnreadable,  ///< nothing in it can be read as events, or too much cannot
    kTooMany,     ///< more events than are taken at once
    kTooLarge,    ///< more bytes in it than are taken at once
  };
  Kind kind{};
  std::string text;  ///< for the sender
};

}  // namespace dunghan::intake
