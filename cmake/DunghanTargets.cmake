# The flags every target shares, and the functions that make a library, a test or a program.

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

add_library(dunghan_flags INTERFACE)
target_compile_features(dunghan_flags INTERFACE cxx_std_20)
target_compile_options(dunghan_flags INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wnon-virtual-dtor -Werror
  -Wno-error=restrict  # g++ 12 warns about "text" + std::to_string(x) without cause (GCC PR105651)
  # ... and at -O3 of what is never read unset and of sizes that cannot be.
  $<$<CONFIG:Release>:-Wno-error=maybe-uninitialized> $<$<CONFIG:Release>:-Wno-error=stringop-overflow>
)
target_compile_definitions(dunghan_flags INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
# Frames of coroutines and classes of tests hold types of their file alone, which g++ takes amiss where files are
# compiled as one.
if(CMAKE_UNITY_BUILD)
  target_compile_options(dunghan_flags INTERFACE -Wno-subobject-linkage)
endif()
if(DUNGHAN_FUZZ)
  target_compile_options(dunghan_flags INTERFACE -w)  # clang warns of other things than g++ does
endif()
if(DUNGHAN_SANITIZE)
  target_compile_options(dunghan_flags INTERFACE -fsanitize=${DUNGHAN_SANITIZE} -fno-omit-frame-pointer
                                                 -fno-sanitize-recover=all)
  # What it puts before a function clang 14 cannot put before the parts of a coroutine.
  target_compile_options(dunghan_flags INTERFACE $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=function>)
  target_link_options(dunghan_flags INTERFACE -fsanitize=${DUNGHAN_SANITIZE})
  if(DUNGHAN_SANITIZE STREQUAL "thread")
    target_compile_options(dunghan_flags INTERFACE -Wno-tsan)  # Asio's fences are not understood
  endif()
endif()

# dunghan_library(worktime SOURCES src/calendar.cc PUBLIC dunghan::base PRIVATE date::date)
#
# One library = one folder = one include root = one target: what is not linked is not on the include path.
function(dunghan_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(dunghan_${name} STATIC ${ARG_SOURCES})
  add_library(dunghan::${name} ALIAS dunghan_${name})
  target_include_directories(dunghan_${name} PUBLIC include PRIVATE src)
  target_link_libraries(dunghan_${name} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE} dunghan_flags)
  target_compile_features(dunghan_${name} PUBLIC cxx_std_20)
endfunction()

# dunghan_room(live PUBLIC dunghan::board dunghan::intake PRIVATE fmt::fmt)
#
# A folder of the service is a target as well. What other rooms include stands in include/live and is included as
# "live/name.h"; all other headers stand beside the sources, by their bare names, where nobody else finds them.
# EXCEPT leaves out sources whose names begin with it.
function(dunghan_room name)
  cmake_parse_arguments(ARG "" "EXCEPT" "PUBLIC;PRIVATE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cc)
  if(ARG_EXCEPT)
    list(FILTER sources EXCLUDE REGEX "/${ARG_EXCEPT}[^/]*$")
  endif()
  add_library(dunghan_${name} STATIC ${sources})
  add_library(dunghan::${name} ALIAS dunghan_${name})
  if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/include")
    target_include_directories(dunghan_${name} PUBLIC include)
  endif()
  target_link_libraries(dunghan_${name} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE} dunghan_flags)
  target_compile_features(dunghan_${name} PUBLIC cxx_std_20)
endfunction()

# dunghan_test(worktime_test LABEL unit SOURCES calendar_test.cc LINK dunghan::worktime)
function(dunghan_test name)
  cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "SOURCES;LINK" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} dunghan_test_support GTest::gmock GTest::gtest_main
                                        dunghan_flags)
  gtest_discover_tests(${name} PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT}
                       DISCOVERY_TIMEOUT 60)
endfunction()
