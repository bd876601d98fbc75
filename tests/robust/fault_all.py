"""Every write, open and rename of the commands that write, one after the other, and a sample of the reads and allocations. Takes an
hour or more, so it is run by hand (CONTRIBUTING.md):

    fault_all.py [--command plan|analyse|map|report] [--kind KIND] [--step N] [--error NAME]

Prints what each kind of call came to, and every outcome that is wrong. `--step` tries every N-th call only."""

import argparse
import collections
import errno
import sys
import time

import fault

COMMANDS = {"plan": ("", ()), "analyse": ("plan.gpkg", ()), "map": ("maps", ("--dpi", "60", "--size", "A4")), "report": ("tables.xlsx", ())}
STEPS = {"open": 1, "write": 1, "rename": 1, "map": 1, "read": 10, "memory": 1000}

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--command", choices=COMMANDS, help="without it all of them")
parser.add_argument("--kind", choices=STEPS, help="without it all of them")
parser.add_argument("--step", type=int, help="try every N-th call; without it " + ", ".join(f"{k}: {n}" for k, n in STEPS.items()))
parser.add_argument("--error", help="name of the error, such as EIO; without it the usual one of the kind")
asked = parser.parse_args()

wrong = 0
for command in [asked.command] if asked.command else COMMANDS:
    bench = fault.Bench(command, *COMMANDS[command])
    print(f"{command}: {bench.undisturbed.counts}", flush=True)
    for kind in [asked.kind] if asked.kind else STEPS:
        start = time.monotonic()
        ends = collections.Counter()
        numbers = range(1, bench.undisturbed.counts[kind] + 1, asked.step or STEPS[kind])
        for outcome in bench.fail_each(kind, numbers, error=getattr(errno, asked.error) if asked.error else None):
            problem = outcome.problem()
            ends["wrong" if problem else f"exit {outcome.code}"] += 1
            if problem:
                wrong += 1
                print(f"WRONG: {problem}: {outcome}", flush=True)
        told = ", ".join(f"{end}: {count}" for end, count in sorted(ends.items()))
        print(f"{command}, {kind}: {len(numbers)} runs in {time.monotonic() - start:.0f} s; {told}", flush=True)
sys.exit(1 if wrong else 0)
