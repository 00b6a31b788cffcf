#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// What texts may hold that are compared with each other or shown to people. The one place that
/// says so, for what is sent and for what stands in a rulebook.
///
/// Identifiers that look alike must be the same bytes. So an identifier is in Unicode's composed
/// form (NFC), and each of its characters leaves a mark that means something everywhere: no blank
/// but, in some, the space; no control, format or Default_Ignorable character; none that is blank
/// by its picture (U+2800 ...); none for private use, whose picture nobody agrees on; and none that
/// Unicode has not assigned (noncharacters among them), since what is its composed form may change.
namespace dunghan {

/// What a code looks like, for messages.
inline constexpr std::string_view kCodeForm = "1 to 64 printable characters without spaces";

/// The code of a dossier, agency, procedure or reason: an identifier of 1-64 characters without
/// spaces.
bool IsCode(std::string_view text);

/// An identifier of 1 to `most` characters, spaces among them: the name of a source, an event's id.
bool IsIdentifier(std::string_view text, size_t most);

/// A name to be shown (a unit, a step, an agency): printable, and nothing in it that breaks the
/// line or turns the direction of what is written around it. Any length.
bool IsName(std::string_view text);

/// What keeps a text from being an identifier, or a name, although nobody can see it: " (U+200B
/// leaves no mark)". Empty where there is nothing of the kind.
std::string HiddenIdentifierFault(std::string_view text);
std::string HiddenNameFault(std::string_view text);

/// The text for searching: without case, diacritics and compatibility forms, đ as d. What is not
/// UTF-8 keeps its bytes, but for the case of ASCII letters.
std::string Folded(std::string_view text);

}  // namespace dunghan
