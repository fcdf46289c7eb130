# Tests of more than one component together. `./workbook test` runs them all.

# One test an exercise: its unsolved file, solution, wrong and right answers.
workbook_folders(exercises/*_* exercise_folders)
foreach(folder IN LISTS exercise_folders)
  string(REGEX REPLACE "exercises/(..)[^/]*/(.)_.*" "\\1\\2" number ${folder})
  add_test(NAME exercise.${number} COMMAND workbook-runner dev check ${number})
  set_tests_properties(exercise.${number} PROPERTIES LABELS solution TIMEOUT 300)
endforeach()

# The judge tells every kind of verdict apart: one wrong answer a kind.
add_test(
  NAME judge.kinds
  COMMAND workbook-runner dev check --exercises
          ${CMAKE_SOURCE_DIR}/common/runner/fixtures/exercises)
set_tests_properties(judge.kinds PROPERTIES LABELS e2e TIMEOUT 300)

# The runner from outside: broken workbooks, bad input, a learner's afternoon.
function(add_end_to_end_test name)
  add_executable(${name} ${CMAKE_SOURCE_DIR}/common/runner/end_to_end/${name}.cpp)
  target_link_libraries(${name} PRIVATE hb_runner GTest::gtest_main)
  add_dependencies(${name} workbook-runner)
  add_test(NAME e2e.${name} COMMAND ${name}
           WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(e2e.${name} PROPERTIES LABELS e2e TIMEOUT 300)
endfunction()
add_end_to_end_test(sabotage_test)
add_end_to_end_test(bad_input_test)
