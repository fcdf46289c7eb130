# The capstone: lessons/22_pipeline as bin/pipeline, and what tests it.

# Where its packages are not installed there is none (./workbook setup capstone).
if(NOT TARGET hb_pipeline)
  return()
endif()

find_package(CLI11 CONFIG REQUIRED)
file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/lessons/22_pipeline/*.cpp)
list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
# WHY a library: CLI11's header costs more than all the rest, and the test needs
# the same objects.
set(command_line ${sources})
list(FILTER command_line INCLUDE REGEX "/(command_line|help_text|pack_options|shared_options)\\.cpp$")
list(REMOVE_ITEM sources ${command_line})
add_library(hb_pipeline_command_line STATIC EXCLUDE_FROM_ALL ${command_line})
target_link_libraries(hb_pipeline_command_line PUBLIC hb_pipeline CLI11::CLI11)
compile_as_few(hb_pipeline_command_line 8)
add_executable(22_pipeline ${sources})
target_link_libraries(22_pipeline PRIVATE hb_pipeline_command_line)
compile_as_few(22_pipeline 8)
set_target_properties(22_pipeline PROPERTIES OUTPUT_NAME pipeline)
# `./workbook lesson 22` looks for a program with the lesson's name.
add_custom_command(
  TARGET 22_pipeline POST_BUILD
  COMMAND ${CMAKE_COMMAND} -E create_symlink pipeline
          ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/22_pipeline)
add_test(NAME lesson.22_pipeline
         COMMAND sh ${CMAKE_SOURCE_DIR}/common/lesson/prints_expected.sh
                 $<TARGET_FILE:22_pipeline>
                 ${CMAKE_SOURCE_DIR}/lessons/22_pipeline/expected.txt)
set_tests_properties(lesson.22_pipeline PROPERTIES LABELS lesson TIMEOUT 30)

add_executable(lesson_22_pipeline_test
               ${CMAKE_SOURCE_DIR}/lessons/22_pipeline/command_line_test.cpp)
target_link_libraries(lesson_22_pipeline_test PRIVATE hb_pipeline_command_line
                                                      GTest::gtest_main)
add_test(NAME unit.lesson_22_pipeline COMMAND lesson_22_pipeline_test)
set_tests_properties(unit.lesson_22_pipeline PROPERTIES LABELS unit TIMEOUT 30)

# WHY in every build: the scenarios' data are made by it, and waited for.
set_source_files_properties(
  ${CMAKE_SOURCE_DIR}/common/pipeline/scenarios/text_data.cpp
  TARGET_DIRECTORY hb_pipeline PROPERTIES COMPILE_OPTIONS -O2)
# The scenarios at their size for tests, 1/64.
foreach(number RANGE 1 5)
  add_test(NAME pipeline.scenario${number}
           COMMAND 22_pipeline scenario ${number})
  set_tests_properties(pipeline.scenario${number} PROPERTIES LABELS e2e
                                                             TIMEOUT 120)
endforeach()

include(pipeline_tests)
add_pipeline_tests()
