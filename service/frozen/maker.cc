#include "frozen/maker.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "dunghan/base/text.h"
#include "dunghan/report/paper_writers.h"
#include "dunghan/report/writers.h"

namespace dunghan::frozen {
namespace {

using statement::FrozenIdentity;

constexpr std::string_view kMonthly = "monthly";

Result<report::FormRequest> RequestOf(const FrozenIdentity& identity) {
  report::FormRequest request;
  request.form = identity.form;
  auto period = figures::ParsePeriod(identity.period);
  if (!period) return period.error();
  request.period = std::move(*period);
  request.by = statement::ParseGroupBy(identity.by);
  if (!request.by) return InvalidArgument("by: unknown: " + JsonQuote(identity.by));
  const auto basis = dossier::ParseBasis(identity.basis);
  if (!basis) return InvalidArgument("basis: unknown: " + JsonQuote(identity.basis));
  request.basis = *basis;
  const auto tree = statement::ParseTree(identity.tree);
  if (!tree) return InvalidArgument("tree: unknown: " + JsonQuote(identity.tree));
  request.tree = *tree;
  const auto language = ParseLanguage(identity.language);
  if (!language) return InvalidArgument("lang: unknown: " + JsonQuote(identity.language));
  request.language = *language;
  request.agency = identity.agency;
  return request;
}

/// What the monthly statement has of its own for machines: JSON as the interface says, and CSV.
struct OfMachines {
  std::string json;
  std::string csv;
};
Result<OfMachines> MonthlyForMachines(ledger::View& view, const figures::Policy& policy,
                                      const report::FormRequest& request) {
  const auto made = statement::MakeMonthly(view, policy,
                                           {.period = request.period,
                                            .by = *request.by,
                                            .agency = request.agency,
                                            .basis = request.basis,
                                            .tree = request.tree});
  if (!made) return made.error();
  return OfMachines{report::WriteJson(*made), report::WriteCsv(*made, request.language)};
}

/// A file of a paper. @error kInvalidArgument: no statement that is frozen has such a file.
Result<std::string> WriteAs(const statement::Paper& paper, std::string_view format) {
  const auto& known = Formats();
  if (std::find(known.begin(), known.end(), format) != known.end()) {
    return report::WritePaper(paper, *report::ParsePaperFormat(format));
  }
  return InvalidArgument(fmt::format("a frozen statement has no file of the format {}",
                                     JsonQuote(std::string(format))));
}

Result<Made> MakeForm(ledger::View& view, const figures::Policy& policy,
                      const report::FormRules& rules, const FrozenIdentity& identity) {
  const auto request = RequestOf(identity);
  if (!request) return request.error();
  auto paper = report::MakePaper(view, policy, rules, *request);
  if (!paper) return paper.error();
  const bool is_empty = paper->nothing;
  auto made = MadeOf(std::move(*paper), WriteAs, SettingsDigest(policy, rules));
  if (!made) return made;
  made->is_empty = is_empty;
  if (request->form != kMonthly) return made;
  auto own = MonthlyForMachines(view, policy, *request);
  if (!own) return own.error();
  made->json = own->json;
  made->write = [own = std::move(*own), write = std::move(made->write)](
                    std::string_view format, const Made::Mark& mark) -> Result<std::string> {
    if (format == "json") return own.json;
    if (format == "csv") return own.csv;
    return write(format, mark);
  };
  return made;
}

void AddPrinted(std::string& text, const report::PrintName& name) {
  text += fmt::format("{}|{}|{}|{}|{}|{}\n", name.name.vi, name.name.en, name.above.vi,
                      name.above.en, name.address, name.place);
}

void AddForm(std::string& text, const report::FormDefinition& form) {
  text += fmt::format("form {} {} {} {} {} {}\n", form.code, static_cast<int>(form.by),
                      form.confirmed, form.title.vi, static_cast<int>(form.placing.withdrawn),
                      static_cast<int>(form.placing.suspended));
  for (const report::FormColumn& column : form.columns) {
    text += fmt::format("{} {} {}: {}\n", column.number, column.key, column.heading.vi,
                        fmt::join(column.counts, "+"));
  }
}

}  // namespace

Result<Made> MadeOf(statement::Paper paper, const PaperWriter& write, std::string settings) {
  paper.frozen.reset();
  auto json = write(paper, "json");
  if (!json) return json.error();
  Made made;
  made.json = std::move(*json);
  made.settings = std::move(settings);
  made.position = paper.position;
  made.write = [paper = std::move(paper), write, json = made.json](
                   std::string_view format, const Made::Mark& mark) -> Result<std::string> {
    if (format == "json") return json;
    statement::Paper marked = paper;
    marked.frozen = mark;
    return write(marked, format);
  };
  return made;
}

const std::vector<std::string>& Formats() {
  static const std::vector<std::string> formats = {"csv", "json", "xlsx", "html", "pdf"};
  return formats;
}

const std::vector<std::string>& Forms() {
  // All but that on quality: what waits in quarantine is of the present, and cannot be made again.
  static const std::vector<std::string> forms = [] {
    std::vector<std::string> names;
    for (const report::FormName& form : report::FormNames()) {
      if (form.name != "quality") names.emplace_back(form.name);
    }
    return names;
  }();
  return forms;
}

Maker MakerOf(const figures::Policy& policy, const report::FormRules& rules) {
  return [policy, rules](ledger::View& view, const FrozenIdentity& identity) -> Result<Made> {
    const auto& forms = Forms();
    const bool known = std::find(forms.begin(), forms.end(), identity.form) != forms.end() ||
                       rules.forms.Find(identity.form) != nullptr;
    if (known) return MakeForm(view, policy, rules, identity);
    return InvalidArgument(fmt::format("the form {} cannot be frozen; expected one of {}",
                                       JsonQuote(identity.form), fmt::join(Forms(), ", ")));
  };
}

std::string SettingsDigest(const figures::Policy& policy, const report::FormRules& rules) {
  std::string text =
      fmt::format("target {} {}\nheadline {}\n", policy.target_per_mille,
                  static_cast<int>(policy.target_is), static_cast<int>(policy.headline));
  for (const auto& [agency, target] : policy.agency_targets) {
    text += fmt::format("target of {} {}\n", agency, target);
  }
  AddPrinted(text, rules.site);
  for (const auto& [agency, name] : rules.names) {
    text += agency + "|";
    AddPrinted(text, name);
  }
  for (const report::FormDefinition& form : rules.forms.forms) AddForm(text, form);
  text += fmt::format("sources {}\n", fmt::join(rules.sources, ","));
  text += fmt::format("reply {}\n", worktime::ToString(rules.reply_within));
  for (const dossier::PetitionRules& petitions : policy.petitions) {
    // Of those that always hold nothing is said.
    if (petitions.valid_from) text += fmt::format("from {} ", FormatDate(*petitions.valid_from));
    for (const auto& limit :
         {petitions.refuse, petitions.ask, petitions.answer, petitions.publish}) {
      text += worktime::ToString(limit) + " ";
    }
  }
  return ToHex(Sha256(text)).substr(0, 16);
}

}  // namespace dunghan::frozen
