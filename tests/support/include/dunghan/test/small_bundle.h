#pragma once

#include <string>
#include <utility>

#include "dunghan/rulebook/rulebook.h"

namespace dunghan::test {

/// A rulebook as files: an office that is open on Mondays, and these agencies and procedures.
inline rulebook::Bundle SmallBundle(
    std::string agencies = "code,name\n000.00.19.H52,Sở A\n000.00.20.H52,Sở B\n",
    std::string procedures = "code,name,limit\n1.001234,Việc,5wd\n") {
  rulebook::Bundle bundle;
  bundle.files.push_back({"calendar", "office.toml",
                          "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
                          "valid = { from = 2020-01-01, to = 2027-12-31 }\n"
                          "[hours]\nmon = [\"07:30-17:00\"]\n"});
  bundle.files.push_back({"agencies", "agencies.csv", std::move(agencies)});
  bundle.files.push_back({"procedures", "procedures.csv", std::move(procedures)});
  return bundle;
}

}  // namespace dunghan::test
