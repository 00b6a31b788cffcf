#include <fmt/format.h>

#include "dunghan/base/text.h"
#include "xlsx.h"
#include "xml.h"

namespace dunghan::sheet {
namespace {

/// The name of a part as a relationship gives it: from the root, or from the folder of whoever
/// refers to it.
std::string ResolvePart(std::string_view folder, std::string_view target) {
  std::string path =
      target.starts_with('/') ? std::string(target.substr(1)) : fmt::format("{}{}", folder, target);
  std::vector<std::string_view> steps;
  for (std::string_view rest = path; !rest.empty();) {
    const size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view step = rest.substr(0, end);
    if (step == ".." && !steps.empty()) {
      steps.pop_back();
    } else if (step != "." && step != "..") {
      steps.push_back(step);
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return fmt::format("{}", fmt::join(steps, "/"));
}

struct Relationship {
  std::string type;
  std::string part;
};

class RelationshipReader final : public XmlHandler {
 public:
  explicit RelationshipReader(std::string_view folder) : folder_(folder) {}
  void Begin(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship" || attributes["TargetMode"] == "External") return;
    by_id[std::string(attributes["Id"])] = {std::string(attributes["Type"]),
                                            ResolvePart(folder_, attributes["Target"])};
  }
  void End(std::string_view) override {}

  std::map<std::string, Relationship> by_id;

 private:
  std::string folder_;
};

std::string PartOfType(const std::map<std::string, Relationship>& by_id, std::string_view ending) {
  for (const auto& [id, relationship] : by_id) {
    if (relationship.type.ends_with(ending)) return relationship.part;
  }
  return {};
}

class BookReader final : public XmlHandler {
 public:
  BookReader(const std::map<std::string, Relationship>& by_id, XlsxBook& book)
      : by_id_(by_id), book_(book) {}
  void Begin(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "workbookPr") {
      const std::string_view value = attributes["date1904"];
      book_.since_1904 = value == "1" || value == "true";
    }
    if (name != "sheet") return;
    const auto found = by_id_.find(std::string(attributes["relationships|id"].empty()
                                                   ? attributes["|id"]
                                                   : attributes["relationships|id"]));
    // Sheets of charts and macros have no rows.
    if (found == by_id_.end() || !found->second.type.ends_with("/worksheet")) return;
    const std::string_view state = attributes["state"];
    book_.sheets.push_back({{std::string(attributes["name"]), !state.empty() && state != "visible"},
                            found->second.part});
  }
  void End(std::string_view) override {}

 private:
  const std::map<std::string, Relationship>& by_id_;
  XlsxBook& book_;
};

class StringReader final : public XmlHandler {
 public:
  explicit StringReader(const Zip& zip) : zip_(zip) {}
  void Begin(std::string_view name, const XmlAttributes&) override {
    if (name == "si") text_.clear();
    if (name == "rPh") ++phonetic_;
    in_text_ = name == "t" && phonetic_ == 0;
  }
  void End(std::string_view name) override {
    in_text_ = false;
    if (name == "rPh") --phonetic_;
    if (name != "si") return;
    strings.Add(text_);
    if (strings.bytes() > zip_.bounds().string_bytes) {
      Fail(Fault({zip_.file()},
                 fmt::format("shared strings: expected at most {} bytes, got more; save it as CSV",
                             zip_.bounds().string_bytes)));
    }
  }
  void Text(std::string_view text) override {
    if (!in_text_) return;
    text_ += text;
    if (text_.size() > zip_.bounds().cell_bytes) {
      Fail(Fault({zip_.file()}, fmt::format("shared string {}: expected at most {} bytes, got more",
                                            strings.size(), zip_.bounds().cell_bytes)));
    }
  }

  SharedStrings strings;

 private:
  const Zip& zip_;
  std::string text_;
  int phonetic_ = 0;
  bool in_text_ = false;
};

class StyleReader final : public XmlHandler {
 public:
  void Begin(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "numFmt") {
      if (const auto id = ParseInteger(attributes["numFmtId"])) {
        custom_[*id] = FormatOf(attributes["formatCode"]);
      }
    }
    if (name == "cellXfs") in_cells_ = true;
    if (name == "xf" && in_cells_) {
      const long long id = ParseInteger(attributes["numFmtId"]).value_or(0);
      const auto custom = custom_.find(id);
      const bool known = id >= 0 && id < 200;
      styles.push_back(custom != custom_.end() ? custom->second
                       : known                 ? BuiltInFormat(static_cast<int>(id))
                                               : FormatKind::kNumber);
    }
  }
  void End(std::string_view name) override {
    if (name == "cellXfs") in_cells_ = false;
  }

  std::vector<FormatKind> styles;

 private:
  std::map<long long, FormatKind> custom_;
  bool in_cells_ = false;
};

Result<std::map<std::string, Relationship>> ReadRelationships(const Zip& zip, std::string_view of) {
  const size_t slash = of.rfind('/');
  const std::string folder(slash == std::string_view::npos ? "" : of.substr(0, slash + 1));
  const std::string part = fmt::format("{}_rels/{}.rels", folder, of.substr(folder.size()));
  RelationshipReader reader(folder);
  if (auto read = ParseXml(zip, part, reader); !read) return read.error();
  return std::move(reader.by_id);
}

}  // namespace

Result<XlsxBook> ReadXlsxBook(const Zip& zip) {
  std::string part = "xl/workbook.xml";
  if (zip.Has("_rels/.rels")) {
    const auto root = ReadRelationships(zip, "");
    if (!root) return root.error();
    if (std::string found = PartOfType(*root, "/officeDocument"); !found.empty()) part = found;
  }
  if (part.ends_with(".bin")) {
    return Fault({zip.file()}, "a binary workbook (.xlsb), which is not read; save it as .xlsx");
  }
  const auto by_id = ReadRelationships(zip, part);
  if (!by_id) return by_id.error();
  XlsxBook book;
  BookReader reader(*by_id, book);
  if (auto read = ParseXml(zip, part, reader); !read) return read.error();
  if (book.sheets.size() > zip.bounds().sheets) {
    return Fault({zip.file()}, fmt::format("expected at most {} sheets, got {}",
                                           zip.bounds().sheets, book.sheets.size()));
  }
  book.strings_part = PartOfType(*by_id, "/sharedStrings");
  book.styles_part = PartOfType(*by_id, "/styles");
  return book;
}

Result<SharedStrings> ReadSharedStrings(const Zip& zip, const std::string& part) {
  StringReader reader(zip);
  if (part.empty() || !zip.Has(part)) return std::move(reader.strings);
  if (auto read = ParseXml(zip, part, reader); !read) return read.error();
  return std::move(reader.strings);
}

Result<std::vector<FormatKind>> ReadStyles(const Zip& zip, const std::string& part) {
  StyleReader reader;
  if (part.empty() || !zip.Has(part)) return std::move(reader.styles);
  if (auto read = ParseXml(zip, part, reader); !read) return read.error();
  return std::move(reader.styles);
}

}  // namespace dunghan::sheet
