#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "dunghan/base/code.h"
#include "dunghan/base/time.h"
#include "dunghan/dossier/event.h"

/// A dossier as the national portal sees it.
namespace dunghan::commands {

/// What is remembered of an event.
struct NationalEvent {
  Instant at;
  dossier::EventType type = dossier::EventType::kReceived;
  std::string id;
  std::optional<Instant> due;
  AgencyCode to;  ///< handed on to
  std::string voids;

  friend bool operator<(const NationalEvent& a, const NationalEvent& b) {
    return std::tie(a.at, a.type, a.id) < std::tie(b.at, b.type, b.id);
  }
};

/// A row of DanhSachHoSoBoSung.
struct NationalSupplement {
  Instant asked;
  std::optional<Instant> given = {};
  std::optional<Instant> due_before = {};
  std::optional<Instant> due_after = {};
};

/// How a dossier stands, as far as it is known.
struct NationalState {
  int code = 1;  ///< TrangThaiHoSo
  std::optional<Instant> submitted = {};
  std::optional<Instant> received = {};
  std::optional<Instant> due = {};
  std::optional<Instant> finished = {};
  std::optional<Instant> returned = {};
  std::optional<Instant> refused = {};
  AgencyCode holder;
  std::vector<NationalSupplement> supplements = {};

  void Take(const NationalEvent& event);

 private:
  void End(Instant at, int state) {
    if (!finished) finished = at;
    code = state;
  }
  void SetDue(Instant now) {
    if (!supplements.empty() && supplements.back().given && !supplements.back().due_after) {
      supplements.back().due_after = now;
    }
    due = now;
  }
  void GoOn() {
    if (!finished) code = 4;
  }
  /// What stops the clock, or lets it go on.
  void TakeStop(const NationalEvent& event);
  void Reopen() {
    finished.reset();
    returned.reset();
    refused.reset();
    code = 4;
  }
};

}  // namespace dunghan::commands
