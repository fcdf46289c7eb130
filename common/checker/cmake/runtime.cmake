# The two links of a test, and the package that others find.
#
#   HappensBefore::checker         libhb_checker.so: every execution
#   HappensBefore::checker_gtest   explore() and main() of it, for GoogleTest
#   HappensBefore::threads         the same on real threads

find_package(boost_context CONFIG REQUIRED)
find_library(LIBDW dw REQUIRED)

find_library(LIBELF elf REQUIRED)

# The report is made once an exploration: it need not be fast, but compiled soon.
file(GLOB report_sources CONFIGURE_DEPENDS report/*.cpp)
list(FILTER report_sources EXCLUDE REGEX "_test\\.cpp$")
add_library(hb_checker_report STATIC EXCLUDE_FROM_ALL ${report_sources})
target_link_libraries(
  hb_checker_report PUBLIC hb_checker_core nlohmann_json::nlohmann_json
                           ${LIBDW} ${LIBELF})
target_compile_options(hb_checker_report PRIVATE -O1 -g0)
# WHY unity: a first start compiles the checker while the learner waits.
set_target_properties(
  hb_checker_report PROPERTIES UNITY_BUILD ON
                               UNITY_BUILD_BATCH_SIZE 12
                               POSITION_INDEPENDENT_CODE ON
                               CXX_VISIBILITY_PRESET hidden
                               VISIBILITY_INLINES_HIDDEN ON)

file(GLOB_RECURSE runtime_sources CONFIGURE_DEPENDS runtime/*.cpp)
list(FILTER runtime_sources EXCLUDE REGEX "_test\\.cpp$|/(fixtures|testing)/")
# WHY a shared library, and hidden: its templates must never be the ones that a
# test calls, and a test's globals are reset while the checker's must stay.
add_library(hb_checker SHARED EXCLUDE_FROM_ALL ${runtime_sources})
target_link_libraries(
  hb_checker PRIVATE hb_checker_core hb_checker_report
                     nlohmann_json::nlohmann_json Boost::context
                     ${CMAKE_DL_LIBS})
target_link_options(
  hb_checker PRIVATE -Wl,-Bsymbolic -Wl,-z,now
  -Wl,--version-script=${CMAKE_CURRENT_SOURCE_DIR}/runtime/exported_symbols.map)
set_target_properties(
  hb_checker PROPERTIES LINK_DEPENDS
                        ${CMAKE_CURRENT_SOURCE_DIR}/runtime/exported_symbols.map)
# WHY -fno-builtin-memcpy: inside the checker's own memcpy a loop must not
# become a call of itself.
target_compile_options(hb_checker PRIVATE -O3 -g0 -fno-builtin-memcpy
                                          -fno-omit-frame-pointer)
set_target_properties(
  hb_checker PROPERTIES UNITY_BUILD ON
                        UNITY_BUILD_BATCH_SIZE 12
                        CXX_VISIBILITY_PRESET hidden
                        VISIBILITY_INLINES_HIDDEN ON EXPORT_NAME checker)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # WHY: g++ 12 warns falsely at "text" + std::string (its bug 105329).
  target_compile_options(hb_checker PRIVATE -Wno-restrict)
endif()
add_library(HappensBefore::checker ALIAS hb_checker)

# GoogleTest's side: explore() and main(). WHY in the executable: that is where
# GoogleTest is.
add_library(hb_checker_gtest STATIC EXCLUDE_FROM_ALL
            gtest_adapter.cpp checker_flags.cpp checker_main.cpp
            threads/verdict_stream.cpp)
target_link_libraries(hb_checker_gtest
                      PUBLIC $<BUILD_INTERFACE:workbook_options> hb_checker
                             GTest::gtest
                             $<BUILD_INTERFACE:nlohmann_json::nlohmann_json>)
set_target_properties(hb_checker_gtest PROPERTIES EXPORT_NAME checker_gtest)
add_library(HappensBefore::checker_gtest ALIAS hb_checker_gtest)

if(NOT TARGET hb_checker_threads)
  file(GLOB threads_sources CONFIGURE_DEPENDS threads/*.cpp)
  list(FILTER threads_sources EXCLUDE REGEX "_test\\.cpp$")
  add_library(hb_checker_threads STATIC EXCLUDE_FROM_ALL ${threads_sources})
  target_link_libraries(
    hb_checker_threads
    PUBLIC $<BUILD_INTERFACE:workbook_options> GTest::gtest
           $<BUILD_INTERFACE:nlohmann_json::nlohmann_json>)
endif()
set_target_properties(hb_checker_threads PROPERTIES EXPORT_NAME threads)
add_library(HappensBefore::threads ALIAS hb_checker_threads)

get_filename_component(HAPPENS_BEFORE_INCLUDE ${CMAKE_CURRENT_SOURCE_DIR}/..
                       ABSOLUTE)
include(${CMAKE_CURRENT_SOURCE_DIR}/cmake/HappensBefore.cmake)
