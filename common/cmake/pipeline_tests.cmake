# What attacks bin/pipeline from outside: round trips, kills, injected faults;
# and the same program under sanitizers.

# WHY again: what common/ has found is known there alone.
find_package(fmt CONFIG REQUIRED)
find_package(nlohmann_json CONFIG REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(spdlog CONFIG REQUIRED)
find_package(prometheus-cpp CONFIG QUIET COMPONENTS pull)
find_package(PkgConfig REQUIRED)
pkg_check_modules(ZSTD REQUIRED QUIET IMPORTED_TARGET libzstd)
pkg_check_modules(SODIUM REQUIRED QUIET IMPORTED_TARGET libsodium)
pkg_check_modules(XXHASH REQUIRED QUIET IMPORTED_TARGET libxxhash)

# add_pipeline_program(NAME): pipeline_NAME from NAME_test.cpp.
function(add_pipeline_program name)
  add_executable(pipeline_${name}
                 ${CMAKE_SOURCE_DIR}/common/pipeline/end_to_end/${name}_test.cpp)
  target_link_libraries(pipeline_${name} PRIVATE hb_pipeline_end_to_end)
  add_dependencies(pipeline_${name} 22_pipeline)
endfunction()

# add_pipeline_test(NAME PROGRAM ARGUMENTS...): a test pipeline.NAME.
function(add_pipeline_test name program)
  add_test(NAME pipeline.${name} COMMAND pipeline_${program} ${ARGN})
  set_tests_properties(pipeline.${name} PROPERTIES LABELS e2e TIMEOUT 300)
endfunction()

# pipeline.thread and pipeline.address: the whole tool under a sanitizer, with a
# few round trips and the scenarios as tests. pipeline_fuzz.address: mutated
# containers under AddressSanitizer and UBSan, 20,000 in the tests, a million in
# `dev torture`; with -DWORKBOOK_FUZZ=ON and clang also pipeline_fuzz.libfuzzer.
option(WORKBOOK_FUZZ "Build libFuzzer's target: needs clang" OFF)
if(WORKBOOK_FUZZ AND NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
  message(FATAL_ERROR "libFuzzer comes with clang\n"
                      "  try: CXX=clang++ cmake --preset dev -B build/fuzz"
                      " -DWORKBOOK_FUZZ=ON")
endif()
function(add_pipeline_sanitizers)
  set(common ${CMAKE_SOURCE_DIR}/common)
  set(all "")
  foreach(folder sync exec log marc pipeline pipeline/*)
    file(GLOB sources CONFIGURE_DEPENDS ${common}/${folder}/*.cpp)
    list(APPEND all ${sources})
  endforeach()
  list(FILTER all EXCLUDE REGEX "_test\\.cpp$|/(end_to_end|fuzz)/")
  get_target_property(commands 22_pipeline SOURCES)
  get_target_property(libraries hb_pipeline LINK_LIBRARIES)
  list(FILTER libraries EXCLUDE REGEX "^hb_")
  get_target_property(definitions hb_pipeline INTERFACE_COMPILE_DEFINITIONS)
  if(NOT definitions)
    set(definitions "")
  endif()
  # WHY -O0 with the second: UBSan's checks make what is optimised dear.
  set(thread -fsanitize=thread -Wno-tsan -O1)
  set(address -fsanitize=address,undefined -fno-sanitize-recover=all -O0)
  if(WORKBOOK_FUZZ)
    list(APPEND address -fsanitize=fuzzer-no-link)
  endif()
  foreach(sanitizer thread address)
    add_library(pipeline_options.${sanitizer} INTERFACE)
    target_include_directories(pipeline_options.${sanitizer} INTERFACE ${common})
    target_link_libraries(pipeline_options.${sanitizer} INTERFACE ${libraries}
                                                                  CLI11::CLI11)
    target_compile_definitions(pipeline_options.${sanitizer} INTERFACE ${definitions})
    # WHY -w: what there is to warn of is said where the files stand alone.
    target_compile_options(pipeline_options.${sanitizer} INTERFACE ${${sanitizer}}
                                                                   -g1 -w)
    target_link_options(pipeline_options.${sanitizer} INTERFACE ${${sanitizer}})

    set(target pipeline.${sanitizer})
    add_library(${target}.objects OBJECT EXCLUDE_FROM_ALL ${all})
    add_executable(${target} ${commands})
    target_link_libraries(${target}.objects PRIVATE pipeline_options.${sanitizer})
    # WHY not compiled again: CLI11 knows no threads, and costs as much as a
    # third of all the rest. WHY last: of two bodies of one template the linker
    # keeps the first, the sanitizer's.
    target_link_libraries(
      ${target} PRIVATE ${target}.objects pipeline_options.${sanitizer}
                        $<TARGET_FILE:hb_pipeline_command_line>)
    add_dependencies(${target} hb_pipeline_command_line)
    compile_as_few(${target} 8)
    compile_as_few(${target}.objects 45)
    add_pipeline_test(${sanitizer} round_trip --tool=$<TARGET_FILE:${target}>
                      --count=12)
    foreach(number RANGE 1 5)
      add_test(NAME pipeline.${sanitizer}.scenario${number}
               COMMAND ${target} scenario ${number} --scale=0.001 -q)
      set_tests_properties(pipeline.${sanitizer}.scenario${number}
                           PROPERTIES LABELS e2e TIMEOUT 120)
    endforeach()
  endforeach()

  set(fuzz ${common}/pipeline/fuzz)
  add_executable(pipeline_fuzz.address ${fuzz}/main.cpp ${fuzz}/mutate_container.cpp)
  target_link_libraries(pipeline_fuzz.address
                        PRIVATE pipeline.address.objects pipeline_options.address)
  add_test(NAME pipeline.fuzz COMMAND pipeline_fuzz.address --count=20000)
  set_tests_properties(pipeline.fuzz PROPERTIES LABELS stress TIMEOUT 300)
  if(WORKBOOK_FUZZ)
    add_executable(pipeline_fuzz.libfuzzer ${fuzz}/fuzz_container.cpp
                                           ${fuzz}/mutate_container.cpp)
    target_link_libraries(
      pipeline_fuzz.libfuzzer PRIVATE pipeline.address.objects
                                      pipeline_options.address)
    target_link_options(pipeline_fuzz.libfuzzer PRIVATE -fsanitize=fuzzer)
  endif()
endfunction()

function(add_pipeline_tests)
  set(folder ${CMAKE_SOURCE_DIR}/common/pipeline/end_to_end)
  # WHY three of the library's files and not all of it: what judges the tool
  # must not be made of it. These make a folder, and say why they cannot.
  add_library(hb_pipeline_end_to_end STATIC EXCLUDE_FROM_ALL
              ${folder}/fault.cpp ${folder}/process.cpp ${folder}/same_tree.cpp ${folder}/tool.cpp
              ${folder}/tree_generator.cpp ${folder}/../failure.cpp ${folder}/../text.cpp
              ${folder}/../files/scratch_folder.cpp)
  target_link_libraries(hb_pipeline_end_to_end
                        PUBLIC workbook_options fmt::fmt nlohmann_json::nlohmann_json)
  # WHY without our options: a sanitizer's library must not come with it.
  add_library(fault_layer MODULE ${folder}/fault_layer.cpp)
  target_compile_options(fault_layer PRIVATE ${workbook_warnings} -Werror -O1)
  target_link_libraries(fault_layer PRIVATE ${CMAKE_DL_LIBS})
  # Beside the programs, where `dev torture` looks for it.
  set_target_properties(fault_layer PROPERTIES LIBRARY_OUTPUT_DIRECTORY
                                               ${CMAKE_RUNTIME_OUTPUT_DIRECTORY})

  set(tool --tool=$<TARGET_FILE:22_pipeline>)
  set(layer --layer=$<TARGET_FILE:fault_layer>)
  add_pipeline_program(round_trip)
  add_pipeline_test(round_trip round_trip ${tool} --count=200 --sparse)
  add_pipeline_program(careless)
  add_pipeline_test(careless careless ${tool})
  # WHY not under sanitizers: they are loaded first themselves, and a killed
  # program has nothing to report.
  if(NOT WORKBOOK_SANITIZE)
    add_pipeline_program(kill)
    add_pipeline_program(fault)
    add_dependencies(pipeline_kill fault_layer)
    add_dependencies(pipeline_fault fault_layer)
    add_pipeline_test(kill kill ${tool} ${layer} --count=20)
    add_pipeline_test(fault fault ${tool} ${layer})
    add_pipeline_sanitizers()
  endif()
endfunction()
