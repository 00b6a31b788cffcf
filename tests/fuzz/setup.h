#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "dunghan/rulebook/rulebook.h"
#include "dunghan/rulebook/timeline.h"

/// What targets have in common: one function each, called with whatever bytes.
namespace dunghan::fuzz {

struct Rules {
  std::shared_ptr<CodeTable> codes = std::make_shared<CodeTable>();
  std::shared_ptr<const rulebook::Timeline> rulebooks;
};

inline const Rules& SmallRules() {
  static const Rules rules = [] {
    rulebook::Bundle bundle;
    bundle.files.push_back({"calendar", "office.toml",
                            "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
                            "valid = { from = 2020-01-01, to = 2027-12-31 }\n"
                            "[hours]\nmon = [\"07:30-17:00\"]\n"});
    bundle.files.push_back(
        {"agencies", "agencies.csv", "code,name\n000.00.19.H52,Sở A\n000.00.20.H52,Sở B\n"});
    bundle.files.push_back(
        {"procedures", "procedures.csv", "code,name,limit\n1.001234,Việc,5wd\n"});
    Rules made;
    made.rulebooks = std::make_shared<const rulebook::Timeline>(
        rulebook::Rulebook::Load(bundle, made.codes).rulebook);
    return made;
  }();
  return rules;
}

/// 31/12/2026.
inline Instant Now() { return Instant{std::chrono::milliseconds{1'798'650'000'000}}; }

/// A broken promise of what is tried, which the fuzzer keeps as a crash.
inline void Require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

}  // namespace dunghan::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
