#!/usr/bin/env python3
"""Time hazplan and its peers on the workloads, in one run, turn about; compare their answers.

Usage: run_workloads.py --work WORK [--program build/release/bin/hazplan] [--scale 0.01,0.1,1] [--workloads ABCD]
                        [--peers postgis,spatialite,geopandas,exactextract,gdal] [--threads 1,2] [--runs 3] [--again [PROGRAM]]

Data, loaded databases and results stay in WORK: what was measured is not measured again unless --again is given (for all, or
for PROGRAM, as hazplan), so that an interrupted run goes on where it was. Results: WORK/results.json. Needs python3-gdal, python3-numpy, PostGIS, mod_spatialite, pip.
"""

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import answers
import machine
import peer_exactextract
import peer_postgis
from make_workload import prepare
from setup_peers import python_of, read_raster_of, setup
from workloads import QUESTIONS, same

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PEERS = ["postgis", "spatialite", "geopandas", "exactextract", "gdal"]
STRATEGIES = ["feature-sequential", "raster-sequential", "raster-parallel"]
TIMED = ["/usr/bin/python3", "-S", "-E", str(HERE / "timed_process.py")]
ENOUGH = 120.0  # seconds after which a job is not run again


@dataclass
class Job:
    """One program asked one or more questions of a workload."""

    program: str
    questions: tuple
    threads: int
    run: object  # function () -> {"seconds", "wall", "cpu", "memory_mb"}
    answer: object = None  # function (question) -> answer; None where there is none

    @property
    def key(self):
        return f"{self.program} {'+'.join(self.questions)} {self.threads}"


def process(words):
    """Wall and CPU seconds and MiB at most of a process and its children, and what it printed."""
    with tempfile.NamedTemporaryFile("r") as times:
        command = [*TIMED, times.name, *(str(word) for word in words)]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(map(str, words))}: exit {done.returncode}\n{done.stderr[-2000:]}")
        wall, cpu, memory = map(float, times.read().split())
        return {"wall": wall, "seconds": wall, "cpu": cpu, "memory_mb": memory}, done.stdout


def our_job(program, project, questions, threads, output):
    levels = ",".join(sorted({answers.OURS[question][1] for question in questions}))
    words = [
        program,
        "exposure",
        project,
        "--planar",
        "--levels",
        levels,
        "-o",
        output,
        "--threads",
        threads,
        "-q",
        "--no-progress",
    ]

    def run():
        output.unlink(missing_ok=True)
        return process(words)[0]

    return Job("hazplan", questions, threads, run, lambda question: answers.read_ours(output, question))


def script_job(name, python, question, folder, threads, output, *more):
    """A peer in a script of its own, which says itself how long the question took."""

    def run():
        output.unlink(missing_ok=True)
        words = [python, HERE / f"peer_{name}.py", question, folder, "-o", output, *more]
        times, out = process(words)
        return times | json.loads(out.splitlines()[-1])

    return Job(name, (question,), threads, run, lambda _: answers.read(output))


def postgis_job(server, schema, question, output):
    def run():
        return peer_postgis.ask(server, schema, question, output) | {"wall": None, "memory_mb": None}

    return Job("postgis", (question,), 3, run, lambda _: answers.read(output))  # the leader and two workers


def exactextract_job(work, folder, question, strategy, output):
    threads = 2 if strategy == "raster-parallel" else 1
    raw = output.with_suffix(".raw.csv")

    def run():
        raw.unlink(missing_ok=True)
        times = process(peer_exactextract.command(work, folder, question, strategy, threads, raw))[0]
        peer_exactextract.keep_answer(raw, output)
        return times

    return Job(f"exactextract {strategy}", (question,), threads, run, lambda _: answers.read(output))


def our_jobs(program, workload, folder, threads, target):
    projects = {
        "A": [(folder, ("p1", "p2")), (folder / "mining", ("p3",))],
        "C": [(folder, ("p4", "p4t"))],
        "D": [(folder, ("d1", "d2")), (folder / "d1.yaml", ("d1",))],
    }
    for project, questions in projects["A" if workload == "B" else workload]:
        for n in threads:
            yield our_job(program, project, questions, n, target / f"hazplan-{'+'.join(questions)}-{n}.csv")


def jobs(options, workload, folder, server, target):
    if options.program:
        yield from our_jobs(options.program, workload, folder, options.threads, target)
    mine = [question for question, (where, _) in QUESTIONS.items() if where == ("B" if workload == "A" else workload)]
    if workload == "D":
        yield from grid_jobs(options, mine, folder, target)
        return
    for peer in options.peers:
        if peer == "postgis":
            schema = peer_postgis.load(server, folder)
            yield from (postgis_job(server, schema, question, target / f"{peer}-{question}.csv") for question in mine)
        elif peer == "spatialite":
            process(["/usr/bin/python3", HERE / "peer_spatialite.py", "load", folder, "--work", options.work])
            for question in mine:
                yield script_job(
                    peer, "/usr/bin/python3", question, folder, 1, target / f"{peer}-{question}.csv", "--work", options.work
                )
        elif peer == "geopandas":
            for question in mine:
                yield script_job(
                    peer, python_of(options.work), question, folder, 2, target / f"{peer}-{question}.csv", "--threads", 2
                )


def grid_jobs(options, questions, folder, target):
    if "gdal" in options.peers:
        words = [read_raster_of(options.work), folder / "people.tif"]
        yield Job("gdal reading", ("reading",), 1, lambda: process(words)[0])
    if "exactextract" in options.peers:
        if not (folder / "zones_in_towns.gpkg").exists():
            process([python_of(options.work), HERE / "zones_in_towns.py", folder])
        for question in questions:
            if not (target / f"exact-{question}.csv").exists():
                process(
                    [python_of(options.work), HERE / "exact_cells.py", question, folder, "-o", target / f"exact-{question}.csv"]
                )
            for strategy in STRATEGIES:
                yield exactextract_job(options.work, folder, question, strategy, target / f"exactextract-{strategy}-{question}.csv")


def measure(todo, runs):
    """Times of all jobs, turn about, so that a busy minute of the machine falls on all of them."""
    times = {job.key: [] for job in todo}
    failed = {}
    for _ in range(runs):
        for job in todo:
            if job.key in failed or sum(run["seconds"] for run in times[job.key]) > ENOUGH:
                continue
            try:
                times[job.key].append(job.run())
            except RuntimeError as error:
                failed[job.key] = str(error)
                print(f"  {job.key}: {error}", file=sys.stderr)
    return {key: runs for key, runs in times.items() if runs}


def middle(runs, field):
    values = [run[field] for run in runs if run.get(field) is not None]
    return statistics.median(values) if values else None


def record(results, place, todo, measured):
    for job in todo:
        if job.key in measured:
            runs = measured[job.key]
            fields = {field: middle(runs, field) for field in ("seconds", "wall", "cpu", "memory_mb")}
            results[f"{place} {job.key}"] = {
                "program": job.program,
                "questions": job.questions,
                "threads": job.threads,
                **fields,
                "runs": runs,
            }


def compare(results, place, todo, target):
    """Each program's difference from the judge of the question: exact sums of a sample, else the first peer that answered it."""
    for question in QUESTIONS:
        answered = [job for job in todo if job.answer and question in job.questions and f"{place} {job.key}" in results]
        answered.sort(key=lambda job: job.program == "hazplan")
        judge = target / f"exact-{question}.csv"
        if judge.exists():
            name, reference, places = "exact cells of a sample", answers.read(judge), list(answers.read(judge))
        elif answered:
            name, reference, places = answered[0].program, answered.pop(0).answer(question), None
        for job in answered:
            units, people = answers.difference(reference, job.answer(question), places)
            entry = {"with": name, "places_with_other_units": units, "people": people}
            results[f"{place} {job.key}"].setdefault("agreement", {})[question] = entry


def show(place, results):
    print(f"\n{place}\n{'program':<32} {'question':<8} {'threads':>7} {'seconds':>9} {'wall':>9} {'CPU':>9} {'MiB':>7}  difference")
    for key, result in results.items():
        if not key.startswith(place + " "):
            continue
        numbers = "".join(" " + ("-" if result[f] is None else f"{result[f]:.3f}").rjust(9) for f in ("seconds", "wall", "cpu"))
        memory = "-" if result["memory_mb"] is None else f"{result['memory_mb']:.0f}"
        same = ", ".join(told(question, entry) for question, entry in result.get("agreement", {}).items())
        print(f"{result['program']:<32} {'+'.join(result['questions']):<8} {result['threads']:>7}{numbers} {memory:>7}  {same}")


def told(question, entry):
    wrong = not same(question, entry)
    units = f", units differ in {entry['places_with_other_units']} places" if entry["places_with_other_units"] else ""
    return f"{question}: {entry['people']:.1e}{units}{' DIFFERS from ' + entry['with'] if wrong else ''}"


def one_workload(options, workload, scale, server, results):
    folder = prepare(workload, scale, options.work)
    place = folder.name
    target = options.work / "answers" / place
    target.mkdir(parents=True, exist_ok=True)
    todo = list(jobs(options, workload, folder, server, target))
    again = options.again is not None
    wanted = [job for job in todo if f"{place} {job.key}" not in results or (again and job.program.startswith(options.again))]
    record(results, place, wanted, measure(wanted, options.runs))
    compare(results, place, todo, target)
    show(place, results)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=lambda text: Path(text).resolve(), required=True)
    parser.add_argument("--program", type=lambda text: Path(text) if text else None, default=ROOT / "build/release/bin/hazplan")
    parser.add_argument("--scale", type=lambda text: [float(part) for part in text.split(",")], default=[0.01])
    parser.add_argument("--workloads", default="ABCD")
    parser.add_argument("--peers", type=lambda text: [part for part in text.split(",") if part], default=PEERS)
    parser.add_argument("--threads", type=lambda text: [int(part) for part in text.split(",")], default=[1, 2])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--again", nargs="?", const="", metavar="PROGRAM")
    return parser.parse_args()


def main():
    options = arguments()
    if options.program and not options.program.exists():
        sys.exit(f"{options.program} is not there: make build, or --program '' for the peers alone")
    setup(options.work, options.peers)
    path = options.work / "results.json"
    results = json.loads(path.read_text()) if path.exists() else {"measured": {}}
    results["machine"] = machine.facts(options.work, options.program)
    with contextlib.ExitStack() as stack:
        server = None
        if "postgis" in options.peers and set(options.workloads) & set("ABC"):
            server = stack.enter_context(peer_postgis.cluster(options.work))
        for scale in options.scale:
            for workload in options.workloads if scale == options.scale[0] else options.workloads.replace("A", ""):
                one_workload(options, workload, scale, server, results["measured"])
                path.with_suffix(".unfinished").write_text(json.dumps(results, indent=1, ensure_ascii=False))
                path.with_suffix(".unfinished").rename(path)


if __name__ == "__main__":
    main()
