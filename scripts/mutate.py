#!/usr/bin/env python3
"""Change the rules a little, many ways, and see whether the tests of pure rules notice each change.

Usage: mutate.py [context ...], one after another. mutmut makes the mutants, in var/mutants/CONTEXT; here they are
tried: the tests are collected once, run once to learn which of them reach which function, and then for each mutant a
copy of this process runs those that reach it, quickest first, until one fails. Tests that touch the database step
aside (tests/conftest.py). A second run tries again what lived, and what changed. Survivors are written, each as the
change it is, to var/mutants/CONTEXT/survivors.txt; docs/mutants.md says what is changed and what may live.
Fails where fewer mutants were killed than LEAST asks.

Where all of them would take too long, SAMPLE=300 in the environment tries that many of each context, drawn evenly from all of
them by SEED (1 where none is said), and says how far the share may be from that of all. Tests written for the survivors of one
sample say nothing of the rest: draw another to learn how many are killed now.
"""

import gc
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "var" / "mutants"
LEAST = 85.0  # per cent of all mutants of a context, those no test reaches among them
CONTEXTS = {
    "operating_model": "foundation/operating_model",
    "courts": "casework/courts",
    "supervision": "casework/supervision",
    "assessment": "casework/assessment",
    "contracts": "commissioning/contracts",
}
# Words are left alone, and arguments and values made None: what mypy and a TypeError find is no test's merit.
LEFT_ALONE = {"operator_string", "operator_arg_removal", "operator_assignment", "operator_dict_arguments"}
CONFIGURATION = """
[tool.pytest.ini_options]
pythonpath = ["tests", "."]
addopts = "--import-mode=importlib --hypothesis-profile=mutants -q {without}"
markers = ["browser: -", "shared: -", "engine: -"]

[tool.mutmut]
source_paths = ["src"]
only_mutate = ["src/throughcare/{context}/rules/*"]
also_copy = ["oracles", "docs"]
use_git_change_detection = false
"""
# What pytest does around each test that has nothing to say about a rule.
WITHOUT = (
    "cacheprovider",
    "unraisableexception",
    "threadexception",
    "warnings",
    "logging",
    "schemathesis",
    "xdist",
)
KILLED, LIVED, UNREACHED, OUT_OF_TIME = 1, 0, 33, 36  # as mutmut's own exit codes, so that it can show them
SECONDS = (
    5.0  # of the processor, beyond ten times what the tests of a function took: a loop that does not end
)


def main(wanted: list[str]) -> int:
    """Try each context asked for, or every one; print a line for each; say by the exit code whether all held."""
    unknown = [name for name in wanted if name not in CONTEXTS]
    if unknown:
        print(f"No rules to try called {', '.join(unknown)}. There are: {', '.join(CONTEXTS)}.")
        return 2
    done = [
        subprocess.run(
            [sys.executable, __file__, "--here", name], cwd=made_ready(name), check=False
        ).returncode
        for name in wanted or CONTEXTS
    ]
    return max(done)


def made_ready(name: str) -> Path:
    """The folder in which one context is tried: the project's own files by links, and mutmut's configuration."""
    folder = WORK / name
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("src", "tests", "oracles", "docs"):
        if not (folder / part).exists():
            (folder / part).symlink_to(ROOT / part)
    without = " ".join(f"-p no:{plugin}" for plugin in WITHOUT)
    (folder / "pyproject.toml").write_text(CONFIGURATION.format(context=CONTEXTS[name], without=without))
    return folder


def here(name: str) -> int:
    """Try the rules of one context, in this process and this folder."""
    os.environ["THROUGHCARE_PURE_TESTS"] = "1"
    os.environ["THROUGHCARE_TEST_BASE"] = str(ROOT / "var")
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(WORK / "hypothesis")
    found = mutants()
    os.chdir("mutants")
    tests = collected(f"tests/{CONTEXTS[name]}")
    reached = told(lambda: reaching(tests))
    codes = {}
    wanted = drawn([mutant for data in found for mutant in data.exit_code_by_key])
    gc.freeze()  # so that copies of this process share what it holds
    for data in found:
        for mutant, before in data.exit_code_by_key.items():
            reach = reached.get(function_of(mutant), [])
            if mutant in wanted and before not in {KILLED, OUT_OF_TIME}:
                data.exit_code_by_key[mutant] = tried(mutant, tests, reach) if reach else UNREACHED
        codes |= {mutant: code for mutant, code in data.exit_code_by_key.items() if mutant in wanted}
        os.chdir("..")
        data.save()
        os.chdir("mutants")
    os.chdir("..")
    return reported(name, codes, of=sum(len(data.exit_code_by_key) for data in found))


def drawn(every: list[str]) -> set[str]:
    """The mutants to try: all, or an even sample of them, the same for the same seed and the same rules."""
    size = int(os.environ.get("SAMPLE", "0"))
    if not 0 < size < len(every):
        return set(every)
    seed = int(os.environ.get("SEED", "1"))
    return set(random.Random(seed).sample(sorted(every), size))


def between(killed: int, tried: int) -> tuple[float, float]:
    """The shares of all, in per cent, that a sample's share is told from with 95% confidence (Wilson's interval)."""
    z, share = 1.96, killed / tried
    middle = (share + z * z / (2 * tried)) / (1 + z * z / tried)
    half = z * (share * (1 - share) / tried + z * z / (4 * tried * tried)) ** 0.5 / (1 + z * z / tried)
    return 100 * (middle - half), 100 * (middle + half)


def reported(name: str, codes: dict[str, int], of: int) -> int:
    """Say how many were killed, and write each that lived."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    lived = [mutant for mutant, code in codes.items() if code in {LIVED, UNREACHED}]
    share = 100 * (len(codes) - len(lived)) / len(codes)
    unreached = sum(code == UNREACHED for code in codes.values())
    low, high = between(len(codes) - len(lived), len(codes))
    sample = "" if len(codes) == of else f" (a sample of {of:,}: {low:.1f} to {high:.1f}% of all)"
    said = f"{share:.1f}% of {len(codes):,} mutants killed{sample}; {unreached} reached by no test"
    print(f"{name}: {said}", flush=True)
    with Path("survivors.txt").open("w") as out:
        for mutant in lived:
            word = "reached by no test" if codes[mutant] == UNREACHED else "lived"
            out.write(f"# {mutant}: {word}\n{get_diff_for_mutant(mutant)}\n\n")
    return 0 if share >= LEAST else 1


def mutants() -> list[Any]:
    """Every mutant of this folder, file by file, made by mutmut where the rules have changed since the last run."""
    import mutmut.__main__ as mutmut
    from mutmut.mutation import mutators
    from mutmut.mutation.data import SourceFileMutationData
    from mutmut.utils.file_utils import walk_mutatable_files

    if os.environ.get("MUTANTS") != "every":
        kept = [
            (node, change)
            for node, change in mutators.mutation_operators
            if change.__name__ not in LEFT_ALONE
        ]
        mutators.mutation_operators[:] = kept
    mutmut.set_mutant_under_test("mutant_generation")
    Path("mutants").mkdir(exist_ok=True)
    with mutmut.CatchOutput():
        mutmut.copy_src_dir()
        mutmut.copy_also_copy_files()
        mutmut.setup_source_paths()
        mutmut.create_mutants(max_children=1)
    mutmut.set_mutant_under_test("")
    found = [SourceFileMutationData(path=path) for path in walk_mutatable_files()]
    for data in found:
        data.load()
    return [data for data in found if data.exit_code_by_key]


def collected(place: str) -> list[Any]:
    """The tests of a folder, ready to be run one by one."""
    from _pytest.config import _prepareconfig
    from _pytest.main import Session

    config = _prepareconfig(["--rootdir=.", place])
    config._do_configure()
    session = Session.from_config(config)
    config.hook.pytest_sessionstart(session=session)
    config.hook.pytest_collection(session=session)
    if session.testsfailed:
        raise SystemExit("The tests cannot be collected.")
    return list(session.items)


def reaching(tests: list[Any]) -> dict[str, list[int]]:
    """By function, the places of the tests that reach it, quickest first; those that need a database left out."""
    from mutmut.mutation.trampoline import set_mutant_under_test
    from mutmut.state import state

    set_mutant_under_test("stats")
    os.environ["MUTMUT_DEPENDENCY_DEPTH"] = "-1"
    reached: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for place, test in enumerate(tests):
        if place == 0 or test.path != tests[place - 1].path:
            forget()
        state()._stats.clear()
        begun = time.process_time()
        outcomes = ran(test, tests[place + 1] if place + 1 < len(tests) else None)
        if "failed" in outcomes:
            raise SystemExit(f"{test.nodeid} fails before anything was changed.")
        if "skipped" not in outcomes:
            for function in state()._stats:
                reached[function].append((time.process_time() - begun, place))
    return {function: [place for _, place in sorted(places)] for function, places in reached.items()}


def forget() -> None:
    """Let what is worked out once and kept be worked out again: it was while the tests were collected, and is of no mutant."""
    for name, module in list(sys.modules.items()):
        if name.startswith("throughcare."):
            for kept in list(vars(module).values()):
                if callable(clear := getattr(kept, "cache_clear", None)):
                    clear()


def ran(test: Any, following: Any) -> set[str]:
    """Run one test in this process; how its parts ended."""
    from _pytest.runner import runtestprotocol

    return {report.outcome for report in runtestprotocol(test, log=False, nextitem=following)}


def tried(mutant: str, tests: list[Any], reach: list[int]) -> int:
    """Run the tests that reach a mutant in a copy of this process; how that ended."""

    def run() -> int:
        from mutmut.mutation.trampoline import set_mutant_under_test

        set_mutant_under_test(mutant)
        forget()
        for place, following in zip(reach, [*reach[1:], None], strict=True):
            test = tests[place]
            if "failed" in ran(test, None if following is None else tests[following]):
                return KILLED
        return LIVED

    outcome = told(run, within=SECONDS)
    return OUT_OF_TIME if outcome is None else outcome


def told(do: Callable[[], Any], within: float | None = None) -> Any:
    """What a copy of this process comes to, or None where it used up its seconds of the processor."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - for as long as the copy lives
        if within is not None:
            limit = int(time.process_time() + within) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        try:
            answer = {"answer": do()}
        except BaseException as problem:
            answer = {"problem": f"{type(problem).__name__}: {problem}"}
        with os.fdopen(writing, "w") as out:
            json.dump(answer, out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as heard:
        said = heard.read()
    os.waitpid(child, 0)
    if not said:
        return None
    answer = json.loads(said)
    if "problem" in answer:
        if within is None:
            raise SystemExit(answer["problem"])
        return KILLED  # the change stopped the tests themselves
    return answer["answer"]


def function_of(mutant: str) -> str:
    """The function a mutant is of, as the tests that reach it are kept."""
    from mutmut.utils.format_utils import mangled_name_from_mutant_name

    return str(mangled_name_from_mutant_name(mutant))


if __name__ == "__main__":
    here_it_is = sys.argv[1:2] == ["--here"]
    sys.exit(here(sys.argv[2]) if here_it_is else main(sys.argv[1:]))
