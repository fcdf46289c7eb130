# The programs of programs/: each source is one test program in both links, and
# run_programs.sh holds the verdicts of the checker against expected.tsv.

file(GLOB program_sources CONFIGURE_DEPENDS programs/*.cpp)
list(FILTER program_sources EXCLUDE REGEX "/speed\\.cpp$")
set(programs "")
foreach(source IN LISTS program_sources)
  get_filename_component(program ${source} NAME_WE)
  happens_before_add_test(program_${program} ${source})
  target_link_libraries(program_${program}.object PRIVATE workbook_options)
  if(programs)
    target_precompile_headers(program_${program}.object REUSE_FROM ${first})
  else()
    set(first program_${program}.object)
    target_precompile_headers(${first} PRIVATE <gtest/gtest.h> <checker/explore.hpp>)
  endif()
  set_target_properties(program_${program}.threads PROPERTIES EXCLUDE_FROM_ALL
                                                              ON)
  list(APPEND programs $<TARGET_FILE:program_${program}.checker>)
endforeach()
add_test(NAME checker.programs
         COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/programs/run_programs.sh
                 ${programs})
set_tests_properties(checker.programs PROPERTIES LABELS checker TIMEOUT 120)

# Measures, on demand. It needs no GoogleTest, and -Og for the bodies as a
# test has it.
add_library(speed.object OBJECT programs/speed.cpp)
target_link_libraries(speed.object PRIVATE HappensBefore::test_flags
                                           workbook_options)
target_compile_options(speed.object PRIVATE -Og)
add_executable(checker_speed $<TARGET_OBJECTS:speed.object>)
target_link_libraries(checker_speed PRIVATE HappensBefore::checker)
target_link_options(checker_speed PRIVATE -no-pie -Wl,-z,now -rdynamic)
# Long enough to be shared between processes: the count must not show it.
add_test(NAME checker.shared_work COMMAND checker_speed --only pool_2)
set_tests_properties(checker.shared_work PROPERTIES LABELS checker TIMEOUT 120)
