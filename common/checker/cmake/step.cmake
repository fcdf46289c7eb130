# Step mode's protocol, on the programs of step/.

function(add_step_program name)
  happens_before_add_test(${name} step/programs.cpp)
  target_link_libraries(${name}.object PRIVATE workbook_options)
  # WHY -Og whatever the preset: names depend on the optimisation.
  target_compile_options(${name}.object PRIVATE -Og ${ARGN})
  set_target_properties(${name}.threads PROPERTIES EXCLUDE_FROM_ALL ON)
endfunction()
add_step_program(step_programs)
add_step_program(step_programs_changed -DCHANGED)

add_executable(hb_checker_step_test step/step_session_test.cpp)
target_link_libraries(
  hb_checker_step_test PRIVATE workbook_options nlohmann_json::nlohmann_json
                               GTest::gtest_main)
add_dependencies(hb_checker_step_test step_programs.checker
                 step_programs_changed.checker)
add_test(NAME checker.step COMMAND hb_checker_step_test)
set_tests_properties(checker.step PROPERTIES LABELS checker TIMEOUT 60)
