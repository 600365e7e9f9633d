"""Finds who claims each file, runs its cases and counts what happened."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .cases import Adapter, Case, Source
from .comparing import differences
from .unclaimed import why_unclaimed

_NOT_CASES = {".md"}


@dataclass(frozen=True)
class Failure:
    """A case whose answer is not what the file expects, and where they differ."""

    case: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class FileReport:
    """What happened to the cases of one file; ``problem`` says why none was run.

    ``is_broken`` tells a file that cannot be read, that two adapters claim, or that none does and nobody listed,
    from one that is listed as holding no cases.
    """

    path: Path
    adapter: str | None
    passed: int = 0
    failures: tuple[Failure, ...] = ()
    skipped: Counter[str] = field(default_factory=Counter)
    not_compared: Counter[str] = field(default_factory=Counter)
    problem: str | None = None
    is_broken: bool = False

    @property
    def failed(self) -> int:
        """How many cases failed."""
        return len(self.failures)

    @property
    def cases(self) -> int:
        """How many cases the file holds: those passed, failed and skipped."""
        return self.passed + self.failed + self.skipped.total()


def adapters() -> tuple[Adapter, ...]:
    """Every adapter that a module of this package declares, in order of name."""
    package = importlib.import_module(__package__)
    modules = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    found = (getattr(importlib.import_module(f"{__package__}.{name}"), "ADAPTERS", ()) for name in modules)
    return tuple(adapter for some in found for adapter in some)


def files_under(paths: Iterable[Path]) -> list[Path]:
    """Every file named, and every file below each folder named, but for written notes (.md)."""
    found: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"there is no file or folder {path}")
        found |= {path} if path.is_file() else {p for p in path.rglob("*") if p.is_file()}
    return sorted(path for path in found if path.suffix not in _NOT_CASES)


def run_paths(paths: Iterable[Path], known: Sequence[Adapter] | None = None) -> list[FileReport]:
    """Run every case under the paths; one report for each file, known or not."""
    known = adapters() if known is None else known
    return [run_file(path, known) for path in files_under(paths)]


def run_file(path: Path, known: Sequence[Adapter]) -> FileReport:
    """Run one file's cases by the one adapter that claims it."""
    source = Source(path)
    try:
        claiming = [adapter for adapter in known if adapter.claims(source)]
        if len(claiming) == 1:
            return _run_claimed(source, claiming[0])
    except Exception as broken:  # one file that cannot be read must not hide the others
        problem = f"cannot be read: {type(broken).__name__}: {broken}"
        return FileReport(path, None, problem=problem, is_broken=True)
    names = " and ".join(adapter.name for adapter in claiming)
    if claiming:
        return FileReport(path, None, problem=f"claimed by {names}", is_broken=True)
    why = why_unclaimed(path)
    problem = why or "unknown shape: no adapter claims it, and it is not listed as one that none should"
    return FileReport(path, None, problem=problem, is_broken=why is None)


def _run_claimed(source: Source, adapter: Adapter) -> FileReport:
    passed, failures = 0, []
    skips: Counter[str] = Counter()
    not_compared: Counter[str] = Counter()
    for case in adapter.cases(source):
        if case.skip is not None:
            skips[case.skip] += 1
            continue
        not_compared.update(case.not_compared)
        wrong = run_case(case)
        passed += not wrong
        failures += [Failure(case.name, wrong)] if wrong else []
    return FileReport(source.path, adapter.name, passed, tuple(failures), skips, not_compared)


def run_case(case: Case) -> tuple[str, ...]:
    """Where our answer differs from the case's; empty when it passes."""
    try:
        actual = case.run()
    except Exception as problem:  # a case must never stop the run: whatever it raised is its failure
        return (f"raised {type(problem).__name__}: {problem}",)
    return tuple(differences(case.expected, actual, case.tolerance))
