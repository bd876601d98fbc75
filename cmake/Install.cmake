# What `cmake --install` puts where, the CMake package, the pkg-config file and the .deb.
include(CMakePackageConfigHelpers)

# The manual page and the completion scripts come out of the program's own option tables.
set(made ${CMAKE_BINARY_DIR}/made)
set(made_files)
function(hzp_make file)
  get_filename_component(folder ${made}/${file} DIRECTORY)
  add_custom_command(OUTPUT ${made}/${file}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${folder}
    COMMAND ${CMAKE_COMMAND} -E env HAZPLAN_SHARE=${CMAKE_BINARY_DIR}/share/hazplan $<TARGET_FILE:hazplan_program> ${ARGN} > ${made}/${file}
    DEPENDS hazplan_program hazplan_full ${CMAKE_SOURCE_DIR}/data/messages/cli.yaml VERBATIM)
  set(made_files ${made_files} ${made}/${file} PARENT_SCOPE)
endfunction()
hzp_make(man/man1/hazplan.1 --lang en --print-man)
hzp_make(man/zh_CN/man1/hazplan.1 --lang zh --print-man)
hzp_make(bash-completion/completions/hazplan --print-completion bash)
hzp_make(zsh/vendor-completions/_hazplan --lang zh --print-completion zsh)
hzp_make(fish/vendor_completions.d/hazplan.fish --lang zh --print-completion fish)
add_custom_target(hazplan_made ALL DEPENDS ${made_files})

install(TARGETS hazplan_program RUNTIME)
install(TARGETS hazplan_full RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/hazplan)
install(TARGETS hazplan EXPORT hazplanTargets LIBRARY)
install(DIRECTORY include/hazplan TYPE INCLUDE)
install(DIRECTORY data styles examples DESTINATION ${CMAKE_INSTALL_DATADIR}/hazplan
  PATTERN "__pycache__" EXCLUDE PATTERN ".*" EXCLUDE)
install(DIRECTORY ${made}/ DESTINATION ${CMAKE_INSTALL_DATADIR})
install(FILES LICENSE README.md DESTINATION ${CMAKE_INSTALL_DOCDIR} OPTIONAL)

# find_package(hazplan) and pkg-config hazplan
install(EXPORT hazplanTargets NAMESPACE hazplan:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/hazplan)
configure_package_config_file(cmake/hazplanConfig.cmake.in ${CMAKE_BINARY_DIR}/hazplanConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/hazplan)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/hazplanConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/hazplanConfig.cmake ${CMAKE_BINARY_DIR}/hazplanConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/hazplan)
# The file finds its prefix from where it lies, so that the installed tree can be moved.
file(RELATIVE_PATH pc_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" pc_prefix "${pc_prefix}")
configure_file(cmake/hazplan.pc.in ${CMAKE_BINARY_DIR}/hazplan.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/hazplan.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME hazplan)
set(CPACK_PACKAGE_VENDOR hazplan)
set(CPACK_PACKAGE_CONTACT "hazplan maintainers <maintainers@hazplan.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION "Reads villages, hazard points, mining areas, key towns and boundaries, finds who is exposed and which zones come first, and writes the results as GeoPackage, maps, tables and a draft of the annual plan.")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "fonts-noto-cjk, proj-data")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libsqlite3-mod-spatialite")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "qgis, gdal-bin")
include(CPack)
