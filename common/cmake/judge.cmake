# The recipe by which the runner compiles and links any answer: one file that
# its own build.ninja includes (common/runner/judge/build.cpp). Our flags stand here
# and nowhere else.

# As one word of a shell's command, in a variable of ninja.
string(REPLACE "'" "'\\''" judge_include "${CMAKE_SOURCE_DIR}/common")
string(REPLACE "$" "$$" judge_include "${judge_include}")

# WHY the last four, and the shim: HappensBefore.cmake says it.
set(judge_flags
    -std=c++20 -Og -g ${workbook_warnings} -pthread
    -I'${judge_include}/checker/shim' -I'${judge_include}' -fno-pie
    -fno-builtin-memcpy -fno-builtin-memmove -fno-builtin-memset)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # HappensBefore.cmake says why.
  list(APPEND judge_flags -ftree-sra -Wno-tsan)
endif()
list(JOIN judge_flags " " judge_flags)

# WHY gold: it links a program with the checker in half the time of ld.
# Without it all is the same, but slower.
include(CheckCXXSourceCompiles)
find_program(WORKBOOK_GOLD ld.gold)
mark_as_advanced(WORKBOOK_GOLD)
set(judge_linker "")
if(WORKBOOK_GOLD)
  set(CMAKE_REQUIRED_LINK_OPTIONS -fuse-ld=gold)
  check_cxx_source_compiles("int main() {}" judge_links_with_gold)
  unset(CMAKE_REQUIRED_LINK_OPTIONS)
  if(judge_links_with_gold)
    set(judge_linker -fuse-ld=gold)
  endif()
endif()

file(
  GENERATE
  OUTPUT ${CMAKE_BINARY_DIR}/judge/toolchain.ninja
  CONTENT
    "cxx = ${CMAKE_CXX_COMPILER}
flags = ${judge_flags}
sanitize = -fsanitize=thread
threads = $<TARGET_FILE:hb_checker_threads>
checker_linker = ${judge_linker}
checker_main = $<TARGET_FILE:hb_checker_gtest>
checker = $<TARGET_FILE:hb_checker>
checker_folder = $<TARGET_FILE_DIR:hb_checker>
libraries = '$<TARGET_FILE:GTest::gtest>' -ldl
prelude = ${CMAKE_SOURCE_DIR}/common/checker/prelude.hpp
one_test = '${judge_include}/runner/judge/one_test.hpp'
")
