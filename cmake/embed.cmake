# Files as string_views in a header, each named after its file: page.css is kPageCss.
#
#   cmake -DOUTPUT=embedded.h -DNAMESPACE=a::b "-DFILES=one;two" -P embed.cmake
#
# As character literals: a string literal would need escapes that depend on the next character, and
# compilers limit its length.
function(constant_name file result)
  get_filename_component(name "${file}" NAME)
  string(REGEX REPLACE "[^A-Za-z0-9]" ";" words "${name}")
  set(constant k)
  foreach(word IN LISTS words)
    string(SUBSTRING "${word}" 0 1 first)
    string(SUBSTRING "${word}" 1 -1 rest)
    string(TOUPPER "${first}" first)
    string(APPEND constant "${first}${rest}")
  endforeach()
  set(${result} "${constant}" PARENT_SCOPE)
endfunction()

set(text "#pragma once\n\n#include <string_view>\n\nnamespace ${NAMESPACE} {\n")
foreach(file IN LISTS FILES)
  constant_name("${file}" name)
  file(READ "${file}" bytes HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
  string(APPEND text "\ninline constexpr char ${name}Bytes[] = {\n${bytes}};\n"
                     "inline constexpr std::string_view ${name}(${name}Bytes, sizeof ${name}Bytes);\n")
endforeach()
string(APPEND text "\n}  // namespace ${NAMESPACE}\n")
file(WRITE "${OUTPUT}" "${text}")
