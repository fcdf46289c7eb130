# The tests of report/, on executions made by hand and on a small program that
# is compiled as a learner's test is.

file(GLOB report_tests CONFIGURE_DEPENDS report/*_test.cpp)

# Instrumented like a test; its calls end in fixtures/access_log.cpp. Never
# itself under a sanitizer, which would want those calls for itself.
add_library(hb_tea_house OBJECT EXCLUDE_FROM_ALL report/fixtures/tea_house.cpp)
target_include_directories(hb_tea_house PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/..)
target_compile_features(hb_tea_house PRIVATE cxx_std_20)
target_compile_options(hb_tea_house PRIVATE -Og -g -fsanitize=thread -fno-pie)

add_executable(hb_checker_report_test ${report_tests}
                                      report/fixtures/access_log.cpp)
target_link_libraries(hb_checker_report_test
                      PRIVATE hb_checker_report hb_tea_house GTest::gtest_main)
# WHY: the headers cost more than these files.
set_target_properties(hb_checker_report_test PROPERTIES UNITY_BUILD ON
                                                        UNITY_BUILD_BATCH_SIZE 6)
# As tests are linked: names and lines count on fixed addresses.
target_link_options(hb_checker_report_test PRIVATE -no-pie)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(hb_checker_report_test PRIVATE -Wno-restrict)
endif()
add_test(NAME unit.checker_report COMMAND hb_checker_report_test
         WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
set_tests_properties(unit.checker_report PROPERTIES LABELS unit TIMEOUT 60)
