# One function each for a lesson, an exercise, a benchmark and a component of
# common. Adding lesson 08 is adding its folders.

find_package(Threads REQUIRED)
find_package(GTest CONFIG REQUIRED)
# These come with `./workbook setup bench`; without them there is no benchmark.
find_package(benchmark CONFIG QUIET)
find_package(Boost CONFIG QUIET COMPONENTS fiber context thread)

# Other people's implementations to measure against, where they are installed
# (`./workbook setup peers`): HB_HAVE_TBB and its like say which.
add_library(bench_peers INTERFACE)
find_package(TBB CONFIG QUIET)
if(TBB_FOUND)
  target_link_libraries(bench_peers INTERFACE TBB::tbb)
  target_compile_definitions(bench_peers INTERFACE HB_HAVE_TBB)
endif()
find_path(CONCURRENTQUEUE concurrentqueue/blockingconcurrentqueue.h)
if(CONCURRENTQUEUE)
  target_compile_definitions(bench_peers INTERFACE HB_HAVE_CONCURRENTQUEUE)
endif()
find_package(OpenMP QUIET COMPONENTS CXX)
if(OpenMP_CXX_FOUND)
  target_link_libraries(bench_peers INTERFACE OpenMP::OpenMP_CXX)
  target_compile_definitions(bench_peers INTERFACE HB_HAVE_OPENMP)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

set(workbook_warnings -Wall -Wextra -Wpedantic -Wconversion -Wshadow)

# What our own code is compiled with.
add_library(workbook_options INTERFACE)
target_include_directories(workbook_options INTERFACE
                           ${CMAKE_SOURCE_DIR}/common)
target_compile_options(workbook_options INTERFACE ${workbook_warnings} -Werror)
target_link_libraries(workbook_options INTERFACE Threads::Threads)
if(WORKBOOK_SANITIZE)
  set(sanitize -fsanitize=${WORKBOOK_SANITIZE} -fno-sanitize-recover=all
               -fno-omit-frame-pointer)
  target_compile_options(workbook_options INTERFACE ${sanitize})
  target_link_options(workbook_options INTERFACE ${sanitize})
endif()

# workbook_folders(PATTERN RESULT): the folders NN_name below PATTERN, as paths
# from the top, in order.
function(workbook_folders pattern result)
  file(GLOB found CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
       ${CMAKE_SOURCE_DIR}/${pattern}/*_*)
  set(folders "")
  foreach(folder IN LISTS found)
    if(IS_DIRECTORY ${CMAKE_SOURCE_DIR}/${folder})
      list(APPEND folders ${folder})
    endif()
  endforeach()
  set(${result} ${folders} PARENT_SCOPE)
endfunction()

# compile_as_few(TARGET COUNT): so many of its sources as one file. The headers
# cost more than most sources: fifteen files of the capstone read theirs once, 75
# files 150 times as many lines; the runner is built in 49 s, not 103 s. Names in
# anonymous namespaces must therefore be unique in a target.
function(compile_as_few target count)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON
                                             UNITY_BUILD_BATCH_SIZE ${count})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # It takes a file that another includes for a header, and warns falsely at
    # "text" + std::string (g++ 12, its bug 105329).
    target_compile_options(${target} PRIVATE -Wno-subobject-linkage -Wno-restrict)
  endif()
endfunction()

# add_component(NAME [LIBRARIES ...] [TEST_LIBRARIES ...]): a static library
# hb_NAME from the *.cpp below common/NAME, and one test program from the
# *_test.cpp among them.
function(add_component name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBRARIES;TEST_LIBRARIES")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS
       ${CMAKE_SOURCE_DIR}/common/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/(end_to_end|fixtures|fuzz)/")
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$|/main\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests EXCLUDE REGEX "_executions_test\\.cpp$")
  string(REPLACE / _ target hb_${name})
  add_library(${target} STATIC EXCLUDE_FROM_ALL ${sources})
  target_link_libraries(${target} PUBLIC workbook_options ${arg_LIBRARIES})
  compile_as_few(${target} 15)
  if(tests)
    add_executable(${target}_test ${tests})
    target_link_libraries(${target}_test PRIVATE ${target} GTest::gtest_main
                                                 ${arg_TEST_LIBRARIES})
    compile_as_few(${target}_test 24)
    add_test(NAME unit.${name} COMMAND ${target}_test
             WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(unit.${name} PROPERTIES LABELS unit TIMEOUT 300)
  endif()
endfunction()

# add_executions_test(NAME FOLDER... [TESTS PATTERN...]): NAME.checker, from the
# sources of these folders of common and their *_executions_test.cpp, or else the
# tests that match TESTS; a test that it passes in every execution.
function(add_executions_test name)
  if(WORKBOOK_SANITIZE)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "TESTS")
  set(all "")
  set(patterns ${arg_TESTS})
  foreach(folder IN LISTS arg_UNPARSED_ARGUMENTS)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/common/${folder}/*.cpp)
    list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
    list(APPEND all ${sources})
    if(NOT arg_TESTS)
      list(APPEND patterns ${folder}/*_executions_test.cpp)
    endif()
  endforeach()
  list(TRANSFORM patterns PREPEND ${CMAKE_SOURCE_DIR}/common/)
  file(GLOB tests CONFIGURE_DEPENDS ${patterns})
  list(APPEND all ${tests})
  happens_before_add_test(${name} ${all})
  compile_as_few(${name}.object 20)
  target_compile_options(${name}.object PRIVATE ${workbook_warnings} -Werror)
  target_precompile_headers(${name}.object PRIVATE <gtest/gtest.h>
                            "checker/explore.hpp")
  add_test(NAME checker.${name} COMMAND ${name}.checker)
  set_tests_properties(checker.${name} PROPERTIES LABELS checker TIMEOUT 300)
endfunction()

# add_stress(NAME FOLDER...): NAME.thread and NAME.address, the programs of
# common/stress over the sources of these folders, each under a sanitizer; a test
# that they find nothing in five seconds. `dev torture` gives them a minute.
function(add_stress name)
  if(WORKBOOK_SANITIZE)
    return()
  endif()
  set(all "")
  foreach(folder IN LISTS ARGN ITEMS stress)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/common/${folder}/*.cpp)
    list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
    list(APPEND all ${sources})
  endforeach()
  foreach(sanitizer thread address)
    add_executable(${name}.${sanitizer} ${all})
    target_link_libraries(${name}.${sanitizer} PRIVATE workbook_options)
    target_compile_options(${name}.${sanitizer} PRIVATE -fsanitize=${sanitizer}
                                                        -O1 -g1 -Wno-tsan)
    target_link_options(${name}.${sanitizer} PRIVATE -fsanitize=${sanitizer})
    compile_as_few(${name}.${sanitizer} 24)
    add_test(NAME ${name}.${sanitizer}
             COMMAND ${name}.${sanitizer} --seconds=5)
    set_tests_properties(${name}.${sanitizer} PROPERTIES LABELS stress
                                                                TIMEOUT 120)
  endforeach()
endfunction()

# add_lesson(lessons/07_channels): bin/07_channels, and a test that it prints
# its expected.txt. Where Boost.Thread is installed HB_HAVE_BOOST_THREAD is
# defined; what a lesson prints is the same without it.
function(add_lesson folder)
  get_filename_component(name ${folder} NAME)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE workbook_options hb_lesson hb_marc
                                        hb_exec hb_log)
  compile_as_few(${name} 8)
  if(TARGET Boost::thread)
    target_link_libraries(${name} PRIVATE Boost::thread)
    target_compile_definitions(${name} PRIVATE HB_HAVE_BOOST_THREAD)
  endif()
  add_test(NAME lesson.${name}
           COMMAND sh ${CMAKE_SOURCE_DIR}/common/lesson/prints_expected.sh
                   $<TARGET_FILE:${name}>
                   ${CMAKE_SOURCE_DIR}/${folder}/expected.txt)
  set_tests_properties(lesson.${name} PROPERTIES LABELS lesson TIMEOUT 30)
endfunction()

# add_exercise(exercises/07_channels/a_close): an object library that only
# editors look at, so that compile_commands.json covers the learner's file. The
# judge compiles for itself (judge.cmake), and `all` never builds it.
function(add_exercise folder)
  if(NOT EXISTS ${CMAKE_SOURCE_DIR}/${folder}/test.cpp)
    return()
  endif()
  string(REPLACE / . target ${folder})
  add_library(${target} OBJECT EXCLUDE_FROM_ALL ${folder}/test.cpp)
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/common
                                               ${CMAKE_SOURCE_DIR}/exercises)
  target_compile_options(${target} PRIVATE ${workbook_warnings})
  target_link_libraries(${target} PRIVATE GTest::gtest)
  # What a predict exercise runs once the answer is right.
  if(EXISTS ${CMAKE_SOURCE_DIR}/${folder}/on_this_machine.cpp)
    string(REGEX REPLACE "exercises/(..)[^/]*/(.)_.*" "\\1\\2" number ${folder})
    add_executable(on_this_machine_${number} EXCLUDE_FROM_ALL
                   ${folder}/on_this_machine.cpp
                   ${CMAKE_SOURCE_DIR}/common/lesson/litmus_table.cpp)
    target_link_libraries(on_this_machine_${number} PRIVATE workbook_options)
  endif()
endfunction()

# add_bench(benchmarks/07_channels): bin/bench_07_channels.solution, and
# .yours, the same file with the learner's answers, which is built only when
# somebody asks for it: it need not compile. What a folder shows of its
# machine's instructions is held against the compiler.
function(add_bench folder)
  get_filename_component(name ${folder} NAME)
  set(instructions ${CMAKE_SOURCE_DIR}/${folder}/instructions)
  if(EXISTS ${instructions}.sh)
    add_test(NAME bench.${name}.instructions
             COMMAND sh ${instructions}.sh ${CMAKE_CXX_COMPILER}
                     ${instructions}.txt)
    set_tests_properties(bench.${name}.instructions
                         PROPERTIES LABELS unit TIMEOUT 60 SKIP_RETURN_CODE 77)
  endif()
  if(NOT benchmark_FOUND OR NOT Boost_FOUND
     OR (name MATCHES "^22_" AND NOT TARGET hb_pipeline))
    return()
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/instructions\\.cpp$")
  foreach(variant solution yours)
    set(target bench_${name}.${variant})
    set(root solutions)
    set(all "")
    if(variant STREQUAL yours)
      set(root exercises)
      set(all EXCLUDE_FROM_ALL)
    endif()
    add_executable(${target} ${all} ${sources})
    compile_as_few(${target} 8)
    target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/${root})
    target_link_libraries(
      ${target} PRIVATE hb_benchmark hb_exec hb_marc benchmark::benchmark Boost::fiber
                        Boost::context Boost::thread bench_peers)
    if(name MATCHES "^22_")  # the capstone's
      target_link_libraries(${target} PRIVATE hb_pipeline)
      add_dependencies(${target} 22_pipeline)  # it measures the program, too
    endif()
    if(variant STREQUAL solution)
      target_link_libraries(${target} PRIVATE workbook_options)
    endif()
  endforeach()
endfunction()

# add_bench_peers(): the programs in other languages that benchmark 07 starts,
# where their compilers are. Nothing of them is built unless bench_peers_07 is.
function(add_bench_peers)
  set(peers ${CMAKE_SOURCE_DIR}/benchmarks/07_channels/peers)
  set(out ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/peers_07)
  find_program(GO go)
  find_program(RUSTC rustc)
  find_program(JAVAC javac)
  set(built "")
  if(GO)
    add_custom_command(OUTPUT ${out}/channel_go DEPENDS ${peers}/channel.go
                       COMMAND ${GO} build -o ${out}/channel_go ${peers}/channel.go)
    list(APPEND built ${out}/channel_go)
  endif()
  if(RUSTC)
    add_custom_command(OUTPUT ${out}/channel_rust DEPENDS ${peers}/channel.rs
                       COMMAND ${CMAKE_COMMAND} -E make_directory ${out}
                       COMMAND ${RUSTC} -O -o ${out}/channel_rust ${peers}/channel.rs)
    list(APPEND built ${out}/channel_rust)
  endif()
  if(JAVAC)
    add_custom_command(OUTPUT ${out}/Channel.class DEPENDS ${peers}/Channel.java
                       COMMAND ${JAVAC} -d ${out} ${peers}/Channel.java)
    list(APPEND built ${out}/Channel.class)
  endif()
  add_custom_target(bench_peers_07 DEPENDS ${built})
  # The tests, which build in Debug, measure nothing and need no other language.
  if(CMAKE_BUILD_TYPE STREQUAL Release AND TARGET bench_07_channels.solution)
    add_dependencies(bench_07_channels.solution bench_peers_07)
  endif()
endfunction()

# What ties the parts together: judged exercises, the book, the launcher, the
# learner's afternoon.
function(add_workbook_tests)
  include(judge)
  include(tests)
endfunction()
