# Litmus programs: the judge, the generator of C++, the tests of the core.

file(GLOB litmus_sources CONFIGURE_DEPENDS litmus/*.cpp explorer/oracle*.cpp)
set(litmus_tests ${litmus_sources})
list(FILTER litmus_sources EXCLUDE REGEX "(_test|main|compiled_corpus)\\.cpp$")
list(FILTER litmus_tests INCLUDE REGEX "/litmus/.*_test\\.cpp$")
add_library(hb_checker_litmus STATIC EXCLUDE_FROM_ALL ${litmus_sources})
target_link_libraries(hb_checker_litmus PUBLIC hb_checker_core
                                               nlohmann_json::nlohmann_json)
target_compile_options(hb_checker_litmus PRIVATE -O3)
# WHY: g++ 12 warns falsely at "text" + std::string (its bug 105329).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(hb_checker_litmus PRIVATE -Wno-restrict)
endif()

add_executable(litmus_judge litmus/main.cpp)
target_link_libraries(litmus_judge PRIVATE hb_checker_litmus)
add_executable(litmus_to_cpp EXCLUDE_FROM_ALL litmus/generator_main.cpp)
target_link_libraries(litmus_to_cpp PRIVATE hb_checker_litmus)

file(GLOB core_tests CONFIGURE_DEPENDS graph/*_test.cpp explorer/*_test.cpp)
add_executable(hb_checker_core_test ${core_tests} ${litmus_tests})
target_link_libraries(hb_checker_core_test PRIVATE hb_checker_litmus
                                                   GTest::gtest_main)
add_test(NAME unit.checker_core COMMAND hb_checker_core_test
         WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
set_tests_properties(unit.checker_core PROPERTIES LABELS unit TIMEOUT 180)
