#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "dunghan/statement/behind.h"
#include "form_making.h"

namespace dunghan::report {

/// Where a dossier stands by those whose word counts and by those who are only compared, as the
/// national portal: side by side, and neither is corrected by the other.
class PortalFindings {
 public:
  explicit PortalFindings(const FormMaking& making) : making_(making) {}

  /// Every event on record, before any dossier: what mirrors say.
  void Hear(const dossier::Event& event);
  void See(const statement::BehindDossier& dossier);

  /// The pairs that differ, with how many dossiers and the first of them.
  statement::PaperSection Mismatches() const;

 private:
  struct Said {
    Instant at;
    SourceName source;
    dossier::SaidState state = dossier::SaidState::kNone;
  };
  struct Pair {
    int64_t dossiers = 0;
    std::string examples;
  };
  using Key =
      std::tuple<std::string, dossier::SaidState, dossier::SaidState>;  // mirror, ours, theirs

  const FormMaking& making_;
  std::map<std::string, Said, std::less<>> mirrors_;  // by dossier, the newest
  std::map<Key, Pair> pairs_;
};

/// The state that events add up to, in the words of the national portal.
dossier::SaidState StateOf(const dossier::Facts& facts);

}  // namespace dunghan::report
