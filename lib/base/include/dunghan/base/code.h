#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

/// Short texts that occur again and again (agencies, procedures, sources, units ...) as handles of
/// eight bytes: compared and hashed by address, read as text without a look-up.
namespace dunghan {

namespace detail {
struct CodeEntry {
  std::string text;
  uint32_t number;  // dense, from 1, in order of first use
};
}  // namespace detail

class CodeTable;

/// A text interned in a CodeTable, or nothing. Valid as long as its table; handles of different
/// tables must not meet. `Kind` keeps an agency from being passed for a procedure.
template <class Kind>
class Code {
 public:
  constexpr Code() = default;

  std::string_view text() const { return entry_ ? std::string_view(entry_->text) : ""; }
  /// Dense from 1 within the table, for use as an array index; 0 = nothing.
  uint32_t number() const { return entry_ ? entry_->number : 0; }
  explicit operator bool() const { return entry_ != nullptr; }

  friend bool operator==(Code, Code) = default;
  /// By text: the order must not depend on which code was met first.
  friend bool operator<(Code a, Code b) { return a.entry_ != b.entry_ && a.text() < b.text(); }

 private:
  friend class CodeTable;
  constexpr explicit Code(const detail::CodeEntry* entry) : entry_(entry) {}
  const detail::CodeEntry* entry_ = nullptr;
};

using AgencyCode = Code<struct AgencyKind>;
using ProcedureCode = Code<struct ProcedureKind>;
using SourceName = Code<struct SourceKind>;
using UnitName = Code<struct UnitKind>;
using StepName = Code<struct StepKind>;
using ReasonCode = Code<struct ReasonKind>;

/// The table behind the handles. Grows only; safe from any thread.
class CodeTable {
 public:
  CodeTable();
  ~CodeTable();
  CodeTable(const CodeTable&) = delete;
  CodeTable& operator=(const CodeTable&) = delete;

  /// The handle of a text, made on first use; nothing for the empty text.
  template <class C>
  C Intern(std::string_view text) {
    return C(InternEntry(text));
  }
  /// The handle of a text met before; nothing for any other.
  template <class C>
  C Find(std::string_view text) const {
    return C(FindEntry(text));
  }
  /// The handle with that number, as `Code::number()` gave it. REQUIRES: the number was given out.
  template <class C>
  C At(uint32_t number) const {
    return C(EntryAt(number));
  }
  /// How many texts there are.
  uint32_t size() const;

 private:
  const detail::CodeEntry* InternEntry(std::string_view text);
  const detail::CodeEntry* FindEntry(std::string_view text) const;
  const detail::CodeEntry* EntryAt(uint32_t number) const;

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dunghan
