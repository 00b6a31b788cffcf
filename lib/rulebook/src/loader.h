#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/rulebook/rulebook.h"
#include "lists.h"

namespace dunghan::rulebook {

/// Builds one rulebook: reads, cross-checks, indexes, and takes the digest. Used once.
class Loader {
 public:
  explicit Loader(std::shared_ptr<CodeTable> codes);

  Rulebook::Loaded Load(const Options& options);
  std::shared_ptr<const Rulebook> Open(worktime::WorkingCalendar calendar,
                                       dossier::Comparison comparison);

 private:
  void LoadCalendars(const Options& options);
  void LoadCalendar(const std::filesystem::path& path);
  void LoadAgencies(const std::filesystem::path& path);
  void LoadProcedures(const std::filesystem::path& path);
  void LoadSuccessors(const std::filesystem::path& path);
  void SetPolicies(const Options& options);

  void IndexAgencies();
  void IndexProcedures();
  void Finish();

  void Add(std::string file, int line, std::string field, std::string message);
  void EndList(const std::filesystem::path& path, size_t rows, size_t problems_before);
  void SortByLine(size_t from);
  std::string UnknownCalendar(std::string_view name) const;

  std::shared_ptr<Rulebook> book_;
  std::vector<Problem> problems_;
  std::map<std::string, std::string, std::less<>> calendar_files_;  // name -> file, faulty ones too
  bool nameless_calendar_ = false;  // some file would not even tell its name
};

}  // namespace dunghan::rulebook
