# The package HappensBefore, twice: one that is installed, and one in the build
# folder, for projects beside this one (HappensBefore_DIR is that folder).

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(config_template ${CMAKE_CURRENT_SOURCE_DIR}/cmake/HappensBeforeConfig.cmake.in)

# WHY not export(): it would hand on what only our own sources need, warnings
# and nlohmann/json. WHY not for several configurations: they are one folder.
function(happens_before_package_in_build_folder)
  get_property(has_several GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  if(has_several)
    return()
  endif()
  set(folder ${CMAKE_CURRENT_BINARY_DIR})
  file(GENERATE OUTPUT ${folder}/HappensBeforeTargets.cmake
       INPUT ${CMAKE_CURRENT_SOURCE_DIR}/cmake/BuildFolderTargets.cmake.in)
  configure_file(cmake/HappensBefore.cmake ${folder}/HappensBefore.cmake
                 COPYONLY)
  set(CMAKE_INSTALL_INCLUDEDIR ${HAPPENS_BEFORE_INCLUDE})
  configure_package_config_file(
    ${config_template} ${folder}/HappensBeforeConfig.cmake
    INSTALL_DESTINATION ${folder} PATH_VARS CMAKE_INSTALL_INCLUDEDIR)
endfunction()
happens_before_package_in_build_folder()

# WHY only when the checker is the whole project: a project that includes it
# installs what it wants itself. cmake -S common/checker -B build, and install.
if(NOT CMAKE_SOURCE_DIR STREQUAL CMAKE_CURRENT_SOURCE_DIR)
  return()
endif()
set(installed hb_checker hb_checker_gtest hb_checker_threads)
set_target_properties(${installed} PROPERTIES EXCLUDE_FROM_ALL OFF)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/HappensBefore)
install(TARGETS ${installed} EXPORT HappensBeforeTargets)
install(EXPORT HappensBeforeTargets NAMESPACE HappensBefore::
        DESTINATION ${package})
file(GLOB headers *.hpp)
list(FILTER headers EXCLUDE REGEX "/(prelude|checker_flags|gtest_adapter)\\.hpp$")
install(FILES ${headers} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/checker)
install(DIRECTORY shim DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/checker)
set(to_install ${CMAKE_CURRENT_BINARY_DIR}/to_install)
configure_package_config_file(
  ${config_template} ${to_install}/HappensBeforeConfig.cmake
  INSTALL_DESTINATION ${package} PATH_VARS CMAKE_INSTALL_INCLUDEDIR)
install(FILES ${to_install}/HappensBeforeConfig.cmake cmake/HappensBefore.cmake
        DESTINATION ${package})
