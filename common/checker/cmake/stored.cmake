# The wrong programs of stored/, whose reports are stored in stored/reports/ and
# compared; once as they are, and once with all lines moved.

# WHY -Og whatever the preset: names and lines depend on the optimisation.
function(add_stored_program name source)
  happens_before_add_test(${name} ${source})
  target_link_libraries(${name}.object PRIVATE workbook_options)
  target_compile_options(${name}.object PRIVATE -Og)
  set_target_properties(${name}.threads PROPERTIES EXCLUDE_FROM_ALL ON)
endfunction()

set(moved_lines 7)
set(stored ${CMAKE_CURRENT_SOURCE_DIR}/stored)
set(moved ${CMAKE_CURRENT_BINARY_DIR}/moved/wrong_programs.cpp)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
                                       ${stored}/wrong_programs.cpp)
file(READ ${stored}/wrong_programs.cpp text)
string(REPEAT "// moved\n" ${moved_lines} front)
file(CONFIGURE OUTPUT ${moved} CONTENT "@front@@text@" @ONLY)

add_stored_program(wrong_programs ${stored}/wrong_programs.cpp)
add_stored_program(wrong_programs_moved ${moved})

# The reports of another compiler have other columns and other folds.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_test(NAME checker.stored_reports
           COMMAND sh ${stored}/stored_reports_test.sh
                   $<TARGET_FILE:wrong_programs.checker>
                   $<TARGET_FILE:wrong_programs_moved.checker> ${moved_lines})
  set_tests_properties(checker.stored_reports PROPERTIES LABELS checker
                                                         TIMEOUT 60)
endif()
