# happens_before_add_test(NAME SOURCE... [LIBRARIES TARGET...])
#
# Compiles the sources once, for ThreadSanitizer, and links the objects twice:
#
#   NAME.checker   every execution that C++20 allows
#   NAME.threads   the same test on real threads, under ThreadSanitizer
#
# Both are GoogleTest programs; their main() comes with the link. LIBRARIES are
# for both. What they hold in code that is compiled elsewhere, the checker does
# not see: prefer headers, or give their sources here.

find_package(Threads REQUIRED)

# What the compiler must do so that each access of a test is a call.
add_library(happens_before_test_flags INTERFACE)
add_library(HappensBefore::test_flags ALIAS happens_before_test_flags)
target_include_directories(
  happens_before_test_flags BEFORE
  INTERFACE ${HAPPENS_BEFORE_INCLUDE}/checker/shim ${HAPPENS_BEFORE_INCLUDE})
target_compile_features(happens_before_test_flags INTERFACE cxx_std_20)
# WHY no -fpie: the checker keeps every address the same from run to run, so
# that hashes of pointers are too. WHY -fno-builtin-memcpy and its like: g++
# copies small objects in line, and a copy in line is not instrumented.
target_compile_options(
  happens_before_test_flags
  INTERFACE -fsanitize=thread -g -fno-pie -fno-builtin-memcpy
            -fno-builtin-memmove -fno-builtin-memset)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # WHY -ftree-sra: at -Og, g++ 12 does not instrument the store of an inlined
  # call's result, as in `next_ = now + interval_`. -Wno-tsan: it warns at each
  # fence, for a runtime that is not this one.
  target_compile_options(happens_before_test_flags INTERFACE -ftree-sra
                                                             -Wno-tsan)
endif()
target_link_libraries(happens_before_test_flags INTERFACE GTest::gtest
                                                          Threads::Threads)

# -Og, where nobody has chosen a level of optimisation: reports have names and
# lines with it, and it is faster than none.
function(_happens_before_default_level target)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" configuration)
  set(chosen "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${configuration}}")
  get_directory_property(of_directory COMPILE_OPTIONS)
  if(NOT "${chosen} ${of_directory}" MATCHES "(^| |;)-O")
    target_compile_options(${target} PRIVATE -Og)
  endif()
endfunction()

function(happens_before_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBRARIES")
  if(NOT arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "happens_before_add_test(${name}): no source given.\n"
                        "  try: happens_before_add_test(${name} ${name}.cpp)")
  endif()
  add_library(${name}.object OBJECT ${arg_UNPARSED_ARGUMENTS})
  set_target_properties(${name}.object PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_link_libraries(${name}.object PRIVATE HappensBefore::test_flags
                                               ${arg_LIBRARIES})
  _happens_before_default_level(${name}.object)

  # WHY the objects first and the checker before all other libraries: of two
  # bodies of one template the linker keeps the first, and it must be the
  # instrumented one; of two pthread_mutex_lock the first must be the checker's.
  set(libraries_of_checker HappensBefore::checker HappensBefore::checker_gtest)
  set(libraries_of_threads HappensBefore::threads)
  foreach(link checker threads)
    add_executable(${name}.${link} $<TARGET_OBJECTS:${name}.object>)
    target_link_libraries(
      ${name}.${link} PRIVATE ${libraries_of_${link}} GTest::gtest
                              ${arg_LIBRARIES} Threads::Threads)
  endforeach()
  # The checker restores the writable segment before each execution: nothing
  # may be bound late, and symbols must be found for the reports.
  target_link_options(${name}.checker PRIVATE -no-pie -Wl,-z,now -rdynamic)
  target_link_options(${name}.threads PRIVATE -no-pie -fsanitize=thread)
endfunction()
