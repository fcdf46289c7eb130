# Tests of more than one component together. `./workbook test` runs them all.

# One test an exercise: its unsolved file, solution, wrong and right answers.
# WHY by turns: each wrong answer takes a second, and neither they nor what judges
# them has changed; the next commits judge the others.
# WHY half the runs of a learner's answer: these are accepted in every execution,
# and a run on real threads asks whether their tests end there, too.
workbook_folders(exercises/*_* exercise_folders)
foreach(folder IN LISTS exercise_folders)
  string(REGEX REPLACE "exercises/(..)[^/]*/(.)_.*" "\\1\\2" number ${folder})
  add_test(NAME exercise.${number} COMMAND workbook-runner dev check ${number}
                                           --runs 100 --turns)
  set_tests_properties(exercise.${number} PROPERTIES LABELS solution TIMEOUT 300)
endforeach()

# Each judge tells every kind of verdict apart: one wrong answer a kind.
foreach(link checker threads)
  add_test(
    NAME judge.kinds.${link}
    COMMAND workbook-runner dev check --link ${link} --exercises
            ${CMAKE_SOURCE_DIR}/common/runner/fixtures/exercises)
  set_tests_properties(judge.kinds.${link} PROPERTIES LABELS e2e TIMEOUT 300)
endforeach()

# The tests of the exercises that have changed, or of a fifth of them, against
# small mistakes in their solutions.
add_test(NAME mutants COMMAND workbook-runner dev mutants)
set_tests_properties(mutants PROPERTIES LABELS mutants TIMEOUT 600)

# The runner from outside: broken workbooks, bad input, a learner's afternoon.
set(end_to_end ${CMAKE_SOURCE_DIR}/common/runner/end_to_end)
add_library(hb_end_to_end STATIC EXCLUDE_FROM_ALL
            ${end_to_end}/terminal_session.cpp)
target_link_libraries(hb_end_to_end PUBLIC hb_runner)
function(add_end_to_end_test name)
  add_executable(${name} ${end_to_end}/${name}.cpp)
  target_link_libraries(${name} PRIVATE hb_end_to_end GTest::gtest_main)
  add_dependencies(${name} workbook-runner)
  add_test(NAME e2e.${name} COMMAND ${name}
           WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(e2e.${name} PROPERTIES LABELS e2e TIMEOUT 300)
endfunction()
add_end_to_end_test(sabotage_test)
add_end_to_end_test(bad_input_test)
add_end_to_end_test(afternoon_test)
add_end_to_end_test(sane_terminal_test)
add_end_to_end_test(step_mode_test)
add_end_to_end_test(stars_test)
add_end_to_end_test(mutants_test)

# Measures; on demand only.
add_executable(save_to_verdict EXCLUDE_FROM_ALL
               ${end_to_end}/save_to_verdict.cpp)
target_link_libraries(save_to_verdict PRIVATE hb_end_to_end)
add_dependencies(save_to_verdict workbook-runner)

# The launcher, with stand-ins for apt and cmake, and its shell.
add_test(NAME setup.launcher
         COMMAND sh ${CMAKE_SOURCE_DIR}/common/setup/launcher_test.sh)
set_tests_properties(setup.launcher PROPERTIES LABELS e2e TIMEOUT 120)

# The patterns library in a project of its own, as its README says.
if(NOT WORKBOOK_SANITIZE)
  add_test(NAME patterns.example
           COMMAND sh ${CMAKE_SOURCE_DIR}/common/example/example_test.sh
                   ${CMAKE_CXX_COMPILER})
  set_tests_properties(patterns.example PROPERTIES LABELS e2e TIMEOUT 120)
endif()

add_test(NAME common.dependencies
         COMMAND sh ${CMAKE_SOURCE_DIR}/common/cmake/dependencies_test.sh
                 ${CMAKE_SOURCE_DIR}/common)
set_tests_properties(common.dependencies PROPERTIES LABELS unit TIMEOUT 20)
find_program(SHELLCHECK shellcheck)
if(SHELLCHECK)
  file(GLOB scripts RELATIVE ${CMAKE_SOURCE_DIR}
       ${CMAKE_SOURCE_DIR}/common/setup/*.sh ${CMAKE_SOURCE_DIR}/common/lesson/*.sh
       ${CMAKE_SOURCE_DIR}/common/cmake/*.sh
       ${CMAKE_SOURCE_DIR}/common/checker/*/*.sh
       ${CMAKE_SOURCE_DIR}/common/example/*.sh)
  add_test(NAME setup.shellcheck
           COMMAND ${SHELLCHECK} -x workbook .ci/run ${scripts}
           WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(setup.shellcheck PROPERTIES LABELS unit TIMEOUT 60)
endif()
