# The recipe by which the runner compiles and links any answer: one file that
# its own build.ninja includes (common/runner/judge/build.cpp). Our flags stand here
# and nowhere else.

set(judge_flags -std=c++20 -Og -g ${workbook_warnings} -pthread
                -I'${CMAKE_SOURCE_DIR}/common')
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
