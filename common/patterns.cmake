# The patterns library in a project of your own:
#
#   include(PATH/common/patterns.cmake)
#   target_link_libraries(my_program PRIVATE HappensBefore::patterns)
#
# common/sync, common/exec and common/log, without their tests; nothing else of
# the workbook, and nothing but the standard library and Linux.
find_package(Threads REQUIRED)
set(patterns_folder ${CMAKE_CURRENT_LIST_DIR})
file(GLOB patterns_sources CONFIGURE_DEPENDS
     ${patterns_folder}/sync/*.cpp ${patterns_folder}/exec/*.cpp
     ${patterns_folder}/log/*.cpp)
list(FILTER patterns_sources EXCLUDE REGEX "_test\\.cpp$")
add_library(happens_before_patterns STATIC ${patterns_sources})
add_library(HappensBefore::patterns ALIAS happens_before_patterns)
target_include_directories(happens_before_patterns PUBLIC ${patterns_folder})
target_compile_features(happens_before_patterns PUBLIC cxx_std_20)
target_link_libraries(happens_before_patterns PUBLIC Threads::Threads)
