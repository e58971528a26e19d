# room(NAME [USES room…] [LIBS lib…]): server/NAME/*.c as a static library whose public headers
# are server/NAME/include/NAME/*.h. Rooms are linked PRIVATE, so that an include against the
# order of the house does not compile.
function(room name)
  cmake_parse_arguments(R "" "" "USES;LIBS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/server/${name}/*.c)
  if(NOT sources)
    file(WRITE ${CMAKE_BINARY_DIR}/empty_${name}.c "typedef int room_${name}_is_empty;\n")
    set(sources ${CMAKE_BINARY_DIR}/empty_${name}.c)
  endif()
  add_library(room_${name} STATIC ${sources})
  target_include_directories(room_${name}
    PUBLIC ${CMAKE_SOURCE_DIR}/server/${name}/include
    PRIVATE ${CMAKE_SOURCE_DIR}/server/${name})
  foreach(used ${R_USES})
    target_link_libraries(room_${name} PRIVATE room_${used})
  endforeach()
  target_link_libraries(room_${name} PRIVATE ${R_LIBS})
endfunction()

# embedded_assets(TARGET DIRS dir…): every file below the folders as bytes in assets.c, and below
# static/codemirror/ what cmake/codemirror.sh makes of the package's files.
function(embedded_assets target)
  cmake_parse_arguments(A "" "" "DIRS" ${ARGN})
  set(globs)
  foreach(dir ${A_DIRS})
    file(GLOB_RECURSE found CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${dir}/*)
    list(APPEND globs ${found})
  endforeach()
  add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/assets.c
    COMMAND ${CMAKE_COMMAND} -E env sh ${CMAKE_SOURCE_DIR}/cmake/codemirror.sh
            ${CODEMIRROR} ${CMAKE_BINARY_DIR}/packaged/static/codemirror
    COMMAND ${CMAKE_COMMAND} -E env sh ${CMAKE_SOURCE_DIR}/cmake/embed.sh
            ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR} ${A_DIRS}
    DEPENDS ${globs} ${CMAKE_SOURCE_DIR}/cmake/embed.sh ${CMAKE_SOURCE_DIR}/cmake/codemirror.sh
            ${CODEMIRROR}/lib/codemirror.js
    COMMENT "embedding templates, static files, catalogues and migrations")
endfunction()

# unit_tests(): tests/unit/ROOM/*_test.c, one cmocka program a file, linked with its room and
# what that room uses. tests/store is the contract suite of the store.
function(unit_tests)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/unit/*/*_test.c
       ${CMAKE_SOURCE_DIR}/tests/store/*_test.c ${CMAKE_SOURCE_DIR}/tests/golden/*_test.c)
  foreach(file ${files})
    get_filename_component(name ${file} NAME_WE)
    get_filename_component(dir ${file} DIRECTORY)
    get_filename_component(room ${dir} NAME)
    if(room STREQUAL "golden")
      set(room format)
    endif()
    add_executable(${room}_${name} ${file})
    # A test stands outside the house: it may look into every room below the one it tests.
    get_target_property(linked room_${room} LINK_LIBRARIES)
    target_link_libraries(${room}_${name} PRIVATE room_${room} ${linked} PkgConfig::cmocka)
    target_include_directories(${room}_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests/unit
      ${CMAKE_SOURCE_DIR}/server/${room})
    target_compile_definitions(${room}_${name} PRIVATE
      PROJECT_DIR="${CMAKE_SOURCE_DIR}" SHARED_DIR="${CMAKE_SOURCE_DIR}/../shared")
    add_test(NAME ${room}/${name} COMMAND ${room}_${name})
    set_tests_properties(${room}/${name} PROPERTIES SKIP_RETURN_CODE 77)
  endforeach()
endfunction()

# fuzz_targets(): tests/fuzz/*_fuzz.c, each with LLVMFuzzerTestOneInput, for clang's libFuzzer. A
# target may look into every room. The rooms themselves are built with coverage.
function(fuzz_targets)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/fuzz/*_fuzz.c)
  foreach(file ${files})
    get_filename_component(name ${file} NAME_WE)
    add_executable(${name} ${file})
    get_target_property(linked room_cli LINK_LIBRARIES)
    target_link_libraries(${name} PRIVATE room_format room_render room_http room_guard
      room_search ${linked} room_base)
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/server/format)
    target_compile_options(${name} PRIVATE -Wno-missing-prototypes)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  endforeach()
endfunction()

option(RUNBOOKD_FUZZ "build the fuzz targets (clang)" OFF)
if(RUNBOOKD_FUZZ)
  cmake_language(DEFER CALL fuzz_targets) # when all rooms are there
endif()
