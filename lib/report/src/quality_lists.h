#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "dunghan/statement/behind.h"
#include "form_making.h"

namespace dunghan::report {

/// What lists leave out, and where two sources do not agree, found in one pass over the dossiers of
/// a period.
class ListFindings {
 public:
  explicit ListFindings(const FormMaking& making) : making_(making) {}

  void See(const statement::BehindDossier& dossier);
  /// Every event on record: when there were lists.
  void Hear(const dossier::Event& event);

  /// Open here, and missing in a later list of the source that tells of them.
  statement::PaperSection NotInList() const;
  /// Of sources of lists: fallen due since the newest.
  statement::PaperSection Awaiting() const;
  statement::PaperSection Differing() const;
  /// What sources say of dossiers that are not theirs to tell of, which is compared alone.
  statement::PaperSection Outside() const;

 private:
  struct Listed {
    std::string code;
    AgencyCode agency;
    std::string source;
    Instant seen_in;  ///< the newest list that has it
    std::optional<LocalDay> due;
    bool awaits = false;
  };
  struct Differs {
    std::string code;
    AgencyCode agency;
    std::vector<dossier::Said> said;
  };
  statement::CellValue Agency(AgencyCode agency) const;

  const FormMaking& making_;
  std::map<std::string, std::set<Instant>> lists_;  // by source, of what instants
  std::vector<Listed> open_;
  std::vector<Differs> differing_;
  std::map<std::string, std::set<std::string>> outside_;  // by source, which dossiers
};

}  // namespace dunghan::report
