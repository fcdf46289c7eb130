# The corpora once more, as ordinary C++ that is compiled and explored: the
# truth of the runtime.

set(corpora ${CMAKE_CURRENT_SOURCE_DIR}/litmus/programs/litmus.jsonl
            ${CMAKE_CURRENT_SOURCE_DIR}/litmus/programs/locks.jsonl)
set(units ${CMAKE_CURRENT_BINARY_DIR}/compiled_litmus)
set(written ${units}/units.cpp)
foreach(number RANGE 9)
  list(APPEND written ${units}/unit_${number}.cpp)
endforeach()
add_custom_command(
  OUTPUT ${written}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${units}
  COMMAND litmus_to_cpp --units 10 --out ${units} ${corpora}
  DEPENDS litmus_to_cpp ${corpora}
  COMMENT "Writing the litmus programs as C++")

add_library(compiled_litmus.object OBJECT ${written}
                                          litmus/compiled_corpus.cpp)
target_link_libraries(compiled_litmus.object
                      PRIVATE HappensBefore::test_flags workbook_options)
target_include_directories(compiled_litmus.object
                           PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/..)
target_compile_options(compiled_litmus.object PRIVATE -Og)
set_target_properties(compiled_litmus.object
                      PROPERTIES POSITION_INDEPENDENT_CODE OFF)
add_executable(compiled_litmus $<TARGET_OBJECTS:compiled_litmus.object>)
target_link_libraries(compiled_litmus PRIVATE HappensBefore::checker)
target_link_options(compiled_litmus PRIVATE -no-pie -Wl,-z,now -rdynamic)
add_test(NAME checker.compiled_litmus COMMAND compiled_litmus)
set_tests_properties(checker.compiled_litmus PROPERTIES LABELS checker
                                                        TIMEOUT 120)
