# The recipe by which the runner compiles and links any answer: one file that
# its own build.ninja includes (common/runner/judge/build.cpp). Our flags stand here
# and nowhere else.

# As one word of a shell's command, in a variable of ninja.
string(REPLACE "'" "'\\''" judge_include "${CMAKE_SOURCE_DIR}/common")
string(REPLACE "$" "$$" judge_include "${judge_include}")

set(judge_flags -std=c++20 -Og -g ${workbook_warnings} -pthread
                -I'${judge_include}')
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  list(APPEND judge_flags -Wno-tsan)  # it warns at each fence
endif()
list(JOIN judge_flags " " judge_flags)

file(
  GENERATE
  OUTPUT ${CMAKE_BINARY_DIR}/judge/toolchain.ninja
  CONTENT
    "cxx = ${CMAKE_CXX_COMPILER}
flags = ${judge_flags}
sanitize = -fsanitize=thread
explore = $<TARGET_FILE:hb_checker_threads>
libraries = '$<TARGET_FILE:GTest::gtest>' -ldl
prelude = ${CMAKE_SOURCE_DIR}/common/checker/prelude.hpp
")
