"""The n-th write, open, rename, read or allocation fails: the run ends with exit code 1 and a message, and the earlier output is
byte-identical; or, where a library rightly does without, the new output is what it would have been. A sample; `fault_all.py` has all."""

import errno
import random

import fault
from damage import Checks

checks = Checks()
SEED = 3
bench = fault.Bench("plan", "")
counts = bench.undisturbed.counts
print(f"calls of an undisturbed run: {counts}")
checks.true("calls are counted", all(counts[kind] > least for kind, least in (("open", 100), ("write", 100), ("rename", 20), ("memory", 10000))), counts)


def sample(kind, count):
    """Numbers spread evenly, with a random start and a little play: not always the same call of a loop."""
    dice = random.Random(f"{SEED} {kind}")
    step = counts[kind] / count
    return [min(counts[kind], 1 + int(step * (i + dice.random()))) for i in range(count)]


ended = 0
for kind, numbers, settings in (
    ("rename", range(1, counts["rename"] + 1), {}),
    ("write", sample("write", 12), {}),
    ("write", sample("write", 3), {"forever": True}),
    ("open", sample("open", 12), {}),
    ("open", sample("open", 3), {"error": errno.EIO}),
    ("read", sample("read", 6), {}),
    ("memory", sample("memory", 14), {}),
):
    for outcome in bench.fail_each(kind, numbers, **settings):
        checks.true(f"{kind} {outcome.number} was failed", outcome.failed > 0 or kind == "memory", outcome)
        checks.true(f"a failed {kind}", outcome.problem() is None, f"{outcome.problem()}: {outcome}")
        ended += outcome.code == 1
checks.true("many of them ended the run", ended > 40, ended)
checks.finish()
