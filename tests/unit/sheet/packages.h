#pragma once

#include <zip.h>

#include <string>
#include <utility>
#include <vector>

#include "dunghan/sheet/workbook.h"

/// Workbooks made by hand, part by part.
namespace dunghan::sheet {

using Parts = std::vector<std::pair<std::string, std::string>>;

/// The bytes of a zip of these parts. With a password they are encrypted.
inline std::string Packed(const Parts& parts, const std::string& password = "") {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(target);
  zip_t* zip = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  for (const auto& [name, text] : parts) {
    zip_source_t* source = zip_source_buffer(zip, text.data(), text.size(), 0);
    const zip_int64_t index = zip_file_add(zip, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (!password.empty()) {
      zip_file_set_encryption(zip, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256,
                              password.c_str());
    }
  }
  zip_close(zip);
  zip_source_open(target);
  zip_stat_t about;
  zip_source_stat(target, &about);
  std::string bytes(about.size, '\0');
  zip_source_read(target, bytes.data(), bytes.size());
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

inline const std::string kXlsxMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
inline const std::string kXlsxTypes =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// An .xlsx of one sheet with these rows ("<row>...</row>"), and further parts.
inline Parts XlsxParts(const std::string& rows, const std::string& strings = "",
                       const std::string& styles = "", const std::string& book = "") {
  return {
      {"[Content_Types].xml", "<Types/>"},
      {"_rels/.rels", "<Relationships><Relationship Id='r1' Type='" + kXlsxTypes +
                          "/officeDocument' Target='/xl/workbook.xml'/></Relationships>"},
      {"xl/workbook.xml",
       "<workbook xmlns='" + kXlsxMain + "' xmlns:r='" + kXlsxTypes + "'>" + book +
           "<sheets><sheet name='Tháng 6' sheetId='7' r:id='rId1'/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships><Relationship Id='rId1' Type='" + kXlsxTypes +
           "/worksheet' Target='/xl/worksheets/sheet1.xml'/><Relationship Id='rId2' Type='" +
           kXlsxTypes +
           "/sharedStrings' Target='sharedStrings.xml'/><Relationship Id='rId3' "
           "Type='" +
           kXlsxTypes + "/styles' Target='../xl/styles.xml'/></Relationships>"},
      {"xl/sharedStrings.xml", "<sst xmlns='" + kXlsxMain + "'>" + strings + "</sst>"},
      {"xl/styles.xml", "<styleSheet xmlns='" + kXlsxMain + "'>" + styles + "</styleSheet>"},
      {"xl/worksheets/sheet1.xml",
       "<worksheet xmlns='" + kXlsxMain + "'><sheetData>" + rows + "</sheetData></worksheet>"},
  };
}

/// An .ods of these tables ("<table:table table:name='A'>...").
inline Parts OdsParts(const std::string& tables) {
  const std::string names = "urn:oasis:names:tc:opendocument:xmlns:";
  return {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
          {"content.xml", "<office:document-content xmlns:office='" + names +
                              "office:1.0' xmlns:table='" + names + "table:1.0' xmlns:text='" +
                              names + "text:1.0'><office:body><office:spreadsheet>" + tables +
                              "</office:spreadsheet></office:body></office:document-content>"}};
}

/// What stands in a sheet: "3 B=text C:12.5", kinds as '=' text, ':' number, '@' date, '?' boolean,
/// '!' error; an error as its text.
inline std::vector<std::string> Lines(Workbook& workbook, size_t sheet) {
  std::vector<std::string> lines;
  const auto read = workbook.ForEachRow(sheet, [&](const Row& row) {
    std::string line = std::to_string(row.number);
    for (const Cell& cell : row.cells) {
      const char mark = "=:@?!"[static_cast<size_t>(cell.kind)];
      line += " " + ColumnName(cell.column) + mark + cell.text + (cell.percent ? "%" : "");
    }
    lines.push_back(line);
    return true;
  });
  if (!read) lines.push_back(read.error().for_client);
  return lines;
}
inline std::vector<std::string> Lines(std::string bytes, const std::string& name = "a.csv",
                                      const Bounds& bounds = {}) {
  auto workbook = Workbook::FromBytes(std::move(bytes), name, bounds);
  if (!workbook) return {workbook.error().for_client};
  return Lines(*workbook, 0);
}

}  // namespace dunghan::sheet
