# What the workbook's top level gives, for a project that takes the checker
# alone: add_subdirectory(happens-before/common/checker).

# WHY: happens_before_add_test() is called outside of this folder, where the
# libraries that were found here would have no names.
set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)
find_package(Threads REQUIRED)
find_package(GTest CONFIG REQUIRED)
find_package(nlohmann_json CONFIG REQUIRED)
find_package(boost_context CONFIG REQUIRED)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)

add_library(workbook_options INTERFACE)
target_include_directories(workbook_options
                           INTERFACE ${CMAKE_CURRENT_SOURCE_DIR}/..)
target_link_libraries(workbook_options INTERFACE Threads::Threads)
