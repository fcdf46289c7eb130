# example/ as a project of its own, built against the package in this build
# folder: what a reader of the README does.
add_test(NAME checker.example
         COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/example/example_test.sh
                 ${CMAKE_CURRENT_BINARY_DIR} ${CMAKE_CXX_COMPILER}
                 ${CMAKE_CXX_COMPILER_ID})
set_tests_properties(checker.example PROPERTIES LABELS checker TIMEOUT 25)
