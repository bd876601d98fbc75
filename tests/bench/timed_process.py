"""Run a command and write its wall seconds, CPU seconds and MiB at most to a file.

Usage: python3 -S -E timed_process.py FILE COMMAND…

A process inherits the peak memory of the one it was forked from, so the runner, which is large, does not start programs itself:
this one is small, and imports next to nothing."""

import os
import sys
import time

begin = time.monotonic()
_, status, usage = os.wait4(os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ), 0)
wall = time.monotonic() - begin
with open(sys.argv[1], "w") as file:
    file.write(f"{wall} {usage.ru_utime + usage.ru_stime} {usage.ru_maxrss / 1024}")
sys.exit(os.waitstatus_to_exitcode(status))
