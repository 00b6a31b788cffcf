# What the web build has made, as a header: every file's bytes, and the table of them by the path that
# they are asked for.
#
#   cmake -DOUTPUT=embedded.h -DFOLDER=dist -DNAMESPACE=a::b -P embed_web.cmake
#
# Files below assets/ bear a digest in their names: what is asked for by such a name never changes.
set(types
  html "text/html|charset=utf-8" css "text/css|charset=utf-8" js "text/javascript|charset=utf-8"
  svg "image/svg+xml" woff2 "font/woff2")

file(GLOB_RECURSE files RELATIVE "${FOLDER}" "${FOLDER}/*")
list(SORT files)
set(text "#pragma once\n\n#include \"web/assets.h\"\n\nnamespace ${NAMESPACE} {\n")
set(table "")
set(number 0)
foreach(file IN LISTS files)
  get_filename_component(extension "${file}" LAST_EXT)
  string(SUBSTRING "${extension}" 1 -1 extension)
  list(FIND types "${extension}" place)
  if(place LESS 0)
    message(FATAL_ERROR "${file}: no content type is known for .${extension}; add it to cmake/embed_web.cmake")
  endif()
  math(EXPR place "${place} + 1")
  list(GET types ${place} type)
  string(REPLACE "|" "; " type "${type}")  # a semicolon would begin another item of the list
  file(READ "${FOLDER}/${file}" bytes HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
  string(APPEND text "\ninline constexpr char kBytes${number}[] = {\n${bytes}};\n")
  set(path "/${file}")
  if(path STREQUAL "/index.html")
    set(path "/")
  endif()
  set(lasting false)
  if(file MATCHES "^assets/")
    set(lasting true)
  endif()
  string(APPEND table "    {\"${path}\", \"${type}\", {kBytes${number}, sizeof kBytes${number}}, ${lasting}},\n")
  math(EXPR number "${number} + 1")
endforeach()
if(number EQUAL 0)
  message(FATAL_ERROR "${FOLDER}: the web build has made nothing")
endif()
string(APPEND text "\ninline constexpr Asset kAssets[] = {\n${table}};\n\n}  // namespace ${NAMESPACE}\n")
file(WRITE "${OUTPUT}" "${text}")
