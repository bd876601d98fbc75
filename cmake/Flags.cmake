add_library(hzp_flags INTERFACE)
target_compile_options(hzp_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes
                                           -Wpointer-arith -Wwrite-strings -Wvla -fno-math-errno -ffp-contract=off)
if(CMAKE_C_COMPILER_ID MATCHES Clang)
  # A loop that clang leaves as it is, is slower, not wrong: no error of ours.
  target_compile_options(hzp_flags INTERFACE -Wno-pass-failed)
endif()
if(HZP_WERROR)
  target_compile_options(hzp_flags INTERFACE -Werror)
endif()
if(HZP_SANITIZE)
  target_compile_options(hzp_flags INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  target_link_options(hzp_flags INTERFACE -fsanitize=address,undefined)
endif()
if(HZP_FUZZ)
  # Only the fuzz targets are linked with libFuzzer's main(); tests/fuzz/CMakeLists.txt does that.
  target_compile_options(hzp_flags INTERFACE -fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer
                                             -fno-sanitize-recover=undefined)
  target_link_options(hzp_flags INTERFACE -fsanitize=address,undefined)
endif()
if(HZP_COVERAGE)
  target_compile_options(hzp_flags INTERFACE --coverage -O0)
  target_link_options(hzp_flags INTERFACE --coverage)
endif()
