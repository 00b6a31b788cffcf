#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "book_settings.h"
#include "dunghan/rulebook/rulebook.h"
#include "input.h"
#include "lists.h"
#include "successor_checks.h"

namespace dunghan::rulebook {

/// Builds one rulebook: reads, cross-checks, indexes, and takes the digest. Used once.
class Loader {
 public:
  explicit Loader(std::shared_ptr<CodeTable> codes);

  Rulebook::Loaded Load(const Options& options);
  Rulebook::Loaded Load(const Bundle& bundle);

 private:
  struct Input {
    Bundle::File file;
    std::string shown;                     ///< what problems call it
    std::vector<Problem> unreadable = {};  ///< why there are no bytes
    bool recorded = false;                 ///< see FileText

    FileText text() const { return {shown, WithoutByteOrderMark(file.bytes), recorded}; }
  };

  void AddFile(std::string_view role, const std::filesystem::path& path);
  Rulebook::Loaded LoadInputs();
  void CheckRoles();
  void LoadCalendars();
  void LoadCalendar(const Input& input);
  void ChooseDefaultCalendar();
  void LoadList(std::string_view role, void (Loader::*load)(const FileText&));
  void LoadAgencies(const FileText& input);
  void LoadProcedures(const FileText& input);
  void CheckHandledBy(const FileText& input, const ProcedureRow& row);
  void LoadSuccessors(const FileText& input);
  void LoadLaw(const FileText& input);
  void SetPolicies();
  void Finish();

  void Add(std::string file, int line, std::string field, std::string message);
  void WarnOfNoRows(const FileText& input, size_t rows, size_t problems_before);
  void SortProblems();
  std::string UnknownCalendar(std::string_view name);

  std::shared_ptr<Rulebook> book_;
  std::vector<Input> inputs_;
  size_t size_ = 0;  // of those read from disk, in bytes
  Settings settings_;
  Places places_;
  std::vector<Problem> problems_;
  std::map<std::string, std::string, std::less<>> calendar_files_;  // name -> file, faulty ones too
  Suggester suggester_;
  std::vector<std::string_view> handlers_;  // tiers and agencies, once they are asked for
  bool nameless_calendar_ = false;          // some file would not even tell its name
};

}  // namespace dunghan::rulebook
