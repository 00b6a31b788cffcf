#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alerts/texts.h"
#include "dunghan/record/notice.h"

/// Alerts as Alertmanager takes them (API v2).
namespace dunghan::alerts {

/// One alert, without its times. Immutable once made; the same labels are the same alert.
struct Alert {
  std::string group;    ///< what Alertmanager puts in one message: agency and round
  std::string members;  ///< labels and annotations, as members of a JSON object
};

/// From when until when an alert holds, by the machine's clock: Alertmanager judges by its own.
struct Span {
  Instant starts;
  Instant ends;
};
/// Appends the alert as one object. REQUIRES: starts <= ends, which Alertmanager insists on.
void AppendAlert(std::string& out, const Alert& alert, const Span& span);

/// Makes alerts of notices. Labels follow from the notice alone, so that a later start of the
/// program makes the same ones; texts also say how the dossier stands. No names of citizens in
/// either.
class AlertMaker {
 public:
  explicit AlertMaker(const Context& context) : context_(context) {}

  /// `dossier`: as it stands on the board; nothing where it is open no longer.
  Alert OfDossier(const record::Notice& notice, const std::optional<board::OpenDossier>& dossier,
                  const Holder& holder = {}, const std::optional<Stock>& stock = {}) const;
  /// The dossiers of an agency and round that are only counted. REQUIRES: some.
  Alert OfMore(const std::vector<record::Notice>& notices,
               const std::optional<Stock>& stock = {}) const;

 private:
  std::string RoundLabel(Instant round) const;

  Context context_;
};

}  // namespace dunghan::alerts
