#include "xml.h"

#include <expat.h>
#include <fmt/format.h>

#include <memory>

#include "dunghan/base/text.h"

namespace dunghan::sheet {
namespace {

constexpr char kNamespaceMark = '|';
constexpr int kDeepestElement = 256;
constexpr size_t kLongestTag = size_t{4} << 20;

struct FreeParser {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using ParserPointer = std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser>;

struct Parsing {
  XML_Parser parser;
  XmlHandler& handler;
  std::string fault;  // what was refused
  int depth = 0;
  size_t waiting = 0;  // bytes of the pieces since something was told of

  void Refuse(std::string why) {
    fault = std::move(why);
    XML_StopParser(parser, XML_FALSE);
  }
  void StopIfDone() {
    if (handler.done()) XML_StopParser(parser, XML_FALSE);
  }
};

std::string_view LocalName(const XML_Char* name) {
  std::string_view text = name;
  const size_t mark = text.rfind(kNamespaceMark);
  return mark == std::string_view::npos ? text : text.substr(mark + 1);
}

void XMLCALL OnBegin(void* user, const XML_Char* name, const XML_Char** attributes) {
  auto& parsing = *static_cast<Parsing*>(user);
  parsing.waiting = 0;
  if (parsing.handler.done()) return;
  if (++parsing.depth > kDeepestElement)
    return parsing.Refuse("elements within elements, too deep");
  parsing.handler.Begin(LocalName(name), XmlAttributes(attributes));
  parsing.StopIfDone();
}
void XMLCALL OnEnd(void* user, const XML_Char* name) {
  auto& parsing = *static_cast<Parsing*>(user);
  parsing.waiting = 0;
  if (parsing.handler.done()) return;
  --parsing.depth;
  parsing.handler.End(LocalName(name));
  parsing.StopIfDone();
}
void XMLCALL OnText(void* user, const XML_Char* text, int size) {
  auto& parsing = *static_cast<Parsing*>(user);
  parsing.waiting = 0;
  if (parsing.handler.done()) return;
  parsing.handler.Text({text, static_cast<size_t>(size)});
  parsing.StopIfDone();
}
void XMLCALL OnDoctype(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  static_cast<Parsing*>(user)->Refuse("a document type, by which entities are declared; refused");
}

}  // namespace

std::string_view XmlAttributes::operator[](std::string_view name) const {
  const bool ending = name.starts_with(':') || name.starts_with(kNamespaceMark);
  for (const char** pair = pairs_; *pair; pair += 2) {
    const std::string_view found = pair[0];
    if (ending ? found.ends_with(name) : found == name) return pair[1];
  }
  return {};
}

Result<void> ParseXml(const Zip& zip, std::string_view name, XmlHandler& handler) {
  auto part = zip.OpenPart(name);
  if (!part) return part.error();
  const ParserPointer parser(XML_ParserCreateNS(nullptr, kNamespaceMark));
  Parsing parsing{.parser = parser.get(), .handler = handler, .fault = {}};
  XML_SetUserData(parser.get(), &parsing);
  XML_SetElementHandler(parser.get(), OnBegin, OnEnd);
  XML_SetCharacterDataHandler(parser.get(), OnText);
  XML_SetStartDoctypeDeclHandler(parser.get(), OnDoctype);
  while (true) {
    const auto piece = part->Next();
    if (!piece) return piece.error();
    const bool last = piece->empty();
    parsing.waiting += piece->size();
    const XML_Status status =
        XML_Parse(parser.get(), piece->data(), static_cast<int>(piece->size()), last);
    if (handler.failure()) return *handler.failure();
    if (!parsing.fault.empty()) {
      return Fault({zip.file()}, fmt::format("part {}: {}", JsonQuote(name), parsing.fault));
    }
    if (handler.done()) return {};
    if (status != XML_STATUS_OK) {
      return Fault({zip.file()}, fmt::format("part {}, line {}: broken XML: {}", JsonQuote(name),
                                             XML_GetCurrentLineNumber(parser.get()),
                                             XML_ErrorString(XML_GetErrorCode(parser.get()))));
    }
    if (last) return {};
    // Until it ends it is held in memory, and gone over anew with each piece.
    if (parsing.waiting > kLongestTag) {
      return Fault({zip.file()}, fmt::format("part {}: a tag or comment of more than {} bytes",
                                             JsonQuote(name), kLongestTag));
    }
  }
}

}  // namespace dunghan::sheet
