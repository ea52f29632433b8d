# Language level, warnings, sanitizers and the libraries every target may link.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(PRAKTIK_SANITIZE "" CACHE STRING "address,undefined or thread; empty for none")

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

find_program(LLD NAMES ld.lld-19 ld.lld)
if(LLD)
  add_link_options(-fuse-ld=lld)
endif()

add_library(praktik_flags INTERFACE)
target_compile_options(praktik_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  -Wimplicit-fallthrough -Woverloaded-virtual -Werror)
target_include_directories(praktik_flags INTERFACE ${CMAKE_CURRENT_SOURCE_DIR}/server)

# Fuzz targets want to see which branches an input took, in every unit they link.
option(PRAKTIK_FUZZ "Build the fuzz targets; wants PRAKTIK_SANITIZE=address,undefined" OFF)
if(PRAKTIK_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

if(PRAKTIK_SANITIZE)
  add_compile_options(-fsanitize=${PRAKTIK_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${PRAKTIK_SANITIZE})
endif()

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CURL 7.87 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(JWT REQUIRED IMPORTED_TARGET libjwt)
find_package(wslay REQUIRED)

# Debian's libsoci-dev ships no CMake file.
find_path(SOCI_INCLUDE soci/soci.h REQUIRED)
find_library(SOCI_CORE soci_core REQUIRED)
find_library(SOCI_SQLITE soci_sqlite3 REQUIRED)
find_library(SQLITE sqlite3 REQUIRED)
add_library(praktik_soci INTERFACE)
target_include_directories(praktik_soci SYSTEM INTERFACE ${SOCI_INCLUDE})
target_link_libraries(praktik_soci INTERFACE ${SOCI_SQLITE} ${SOCI_CORE} ${SQLITE})

# praktik_part(NAME LINKS targets…): one folder of the server, with only the links its place in the picture allows.
# Every .cpp of the folder belongs to it.
function(praktik_part name)
  cmake_parse_arguments(PART "" "" "LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  add_library(praktik_${name} STATIC ${sources})
  target_link_libraries(praktik_${name} PUBLIC praktik_flags ${PART_LINKS})
endfunction()

# praktik_text(PART VARIABLE FILE): the text of the file as it was at the build, in the part's unit <variable>.cpp, made of
# <variable>.cpp.in with @VARIABLE@ in it.
function(praktik_text part variable file)
  string(TOLOWER ${variable} unit)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} ${variable})
  configure_file(${part}/${unit}.cpp.in ${CMAKE_CURRENT_BINARY_DIR}/${unit}.cpp @ONLY)
  target_sources(praktik_${part} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${unit}.cpp)
  # The standard promises string literals of 64 KiB; clang takes longer ones.
  set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/${unit}.cpp PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
endfunction()
