"""Matching at national size, beside its peers: time, memory, balance, and whether the caliper was kept.

Run ``python benchmarks/bench_matching.py``. Each contestant runs alone in a process of its own on the same
seeded people: a logistic fit, nearest-neighbour matching on the score with a caliper of 0.2 standard
deviations, balance before and after, and the effect without its interval. psmpy is run at the size it can
do; R's MatchIt wherever ``Rscript`` and the package are found. ``--quick`` is a tenth of the size.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

SEED = 20_261_121
COVARIATES = 8
TARGET_SECONDS, TARGET_MEGABYTES = 3.0, 1000.0
PATIENCE = 600


def people(treated: int, controls: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Covariates, who was treated and who reoffended: exactly so many treated, chosen for what they are."""
    luck = np.random.default_rng(SEED)
    number = treated + controls
    matrix = luck.standard_normal((number, COVARIATES))
    pull = matrix @ luck.normal(0, 0.35, COVARIATES) + luck.logistic(size=number)
    flags = np.zeros(number, dtype=bool)
    flags[np.argpartition(-pull, treated)[:treated]] = True
    reoffended = luck.random(number) < 0.45 + 0.05 * np.tanh(matrix[:, 0]) - 0.05 * flags
    return matrix, flags, reoffended.astype(float)


def ours(matrix: np.ndarray, treated: np.ndarray, outcome: np.ndarray, ratio: int) -> dict[str, float]:
    from throughcare.evidence.outcomes.compare.balance import balance_of
    from throughcare.evidence.outcomes.compare.design import Design
    from throughcare.evidence.outcomes.compare.nearest import MatchRule, match
    from throughcare.evidence.outcomes.compare.propensity import fit_propensity

    busy, started = time.process_time(), time.perf_counter()
    design = Design(tuple(f"x{i}" for i in range(COVARIATES)), matrix, tuple(range(COVARIATES)), treated)
    fit = fit_propensity(design)
    matches = match(fit.score, treated, MatchRule(ratio=ratio))
    weights = matches.weights()
    effect = np.average(outcome[treated], weights=weights[treated]) - np.average(
        outcome[~treated], weights=weights[~treated]
    )
    to_effect, work = time.perf_counter() - started, time.process_time() - busy
    balance = balance_of(design, weights, fit.score)
    worst = max(abs(c.standardised_after) for c in balance.covariates)
    one, other = matches.pairs()
    return {
        "seconds": to_effect,
        "processor_seconds": work,
        "with_balance": time.perf_counter() - started,
        "pairs": float(len(one)),
        "worst_difference": worst,
        "effect": float(effect),
        "widest_over_caliper": float(
            np.abs(fit.score[one] - fit.score[other]).max() / (matches.caliper or 1.0)
        ),
    }


def scikit_learn(
    matrix: np.ndarray, treated: np.ndarray, outcome: np.ndarray, ratio: int
) -> dict[str, float]:
    """What is usually written by hand: it has no matching without replacement, so people are lent again."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import NearestNeighbors

    started = time.perf_counter()
    score = (
        LogisticRegression(C=np.inf, solver="newton-cholesky")
        .fit(matrix, treated)
        .predict_proba(matrix)[:, 1]
    )
    caliper = 0.2 * score.std(ddof=1)
    others = np.flatnonzero(~treated)
    gaps, near = (
        NearestNeighbors(n_neighbors=ratio, algorithm="kd_tree")
        .fit(score[others, None])
        .kneighbors(score[treated, None])
    )
    kept = gaps <= caliper
    sizes = kept.sum(axis=1)
    share = np.where(kept, 1 / np.maximum(sizes, 1)[:, None], 0)
    weights = np.bincount(others[near].ravel(), share.ravel(), minlength=len(score))
    weights[np.flatnonzero(treated)[sizes > 0]] = 1
    return {
        **_measured(matrix, treated, outcome, weights, started),
        "pairs": float(kept.sum()),
        "widest_over_caliper": float(gaps[kept].max() / caliper),
    }


def psmpy(matrix: np.ndarray, treated: np.ndarray, outcome: np.ndarray, ratio: int) -> dict[str, float]:
    """The peer on PyPI: one to one, caliper in the score's own units."""
    import pandas as pd
    from psmpy import PsmPy

    started = time.perf_counter()
    frame = pd.DataFrame(matrix, columns=[f"x{i}" for i in range(COVARIATES)])
    frame["treated"], frame["person"] = treated.astype(int), np.arange(len(frame))
    peer = PsmPy(frame, treatment="treated", indx="person", exclude=[])
    peer.logistic_ps(balance=False)
    score = peer.predicted_data.set_index("person")["propensity_score"].reindex(range(len(frame))).to_numpy()
    caliper = 0.2 * score.std(ddof=1)
    peer.kdtree_matched(matcher="propensity_score", replacement=False, caliper=caliper, drop_unmatched=True)
    pairs = peer.matched_ids.dropna()
    own, other = pairs.iloc[:, 0].astype(int).to_numpy(), pairs.iloc[:, 1].astype(int).to_numpy()
    weights = np.zeros(len(frame))
    weights[own], weights[other] = 1, 1
    widest = float(np.abs(score[own] - score[other]).max() / caliper)
    return {
        **_measured(matrix, treated, outcome, weights, started),
        "pairs": float(len(own)),
        "widest_over_caliper": widest,
    }


def _measured(
    matrix: np.ndarray, treated: np.ndarray, outcome: np.ndarray, weights: np.ndarray, started: float
) -> dict[str, float]:
    effect = np.average(outcome[treated], weights=weights[treated]) - np.average(
        outcome[~treated], weights=weights[~treated]
    )
    seconds = time.perf_counter() - started
    means = [np.average(matrix[group], axis=0, weights=weights[group]) for group in (treated, ~treated)]
    worst = np.abs((means[0] - means[1]) / matrix[treated].std(axis=0, ddof=1)).max()
    return {"seconds": seconds, "effect": float(effect), "worst_difference": float(worst)}


MATCHIT = """
suppressMessages(library(MatchIt)); args <- commandArgs(TRUE)
n <- as.integer(args[2]); k <- as.integer(args[3])
bytes <- file(args[1], "rb"); all <- matrix(readBin(bytes, "double", n * (k + 2)), nrow = n); close(bytes)
d <- as.data.frame(all); names(d) <- c(paste0("x", 1:k), "treated", "outcome")
t0 <- proc.time()[["elapsed"]]
m <- matchit(reformulate(paste0("x", 1:k), "treated"), d, caliper = 0.2, ratio = as.integer(args[4]))
w <- m$weights; own <- d$treated == 1
effect <- weighted.mean(d$outcome[own], w[own]) - weighted.mean(d$outcome[!own], w[!own])
seconds <- proc.time()[["elapsed"]] - t0
gaps <- abs(m$distance[row.names(m$match.matrix)] - matrix(m$distance[m$match.matrix], nrow = nrow(m$match.matrix)))
smd <- sapply(1:k, function(j) (weighted.mean(d[own, j], w[own]) - weighted.mean(d[!own, j], w[!own])) / sd(d[own, j]))
peak <- as.numeric(sub("[^0-9]*([0-9]+).*", "\\\\1", grep("VmHWM", readLines("/proc/self/status"), value = TRUE))) / 1000
cat(sprintf('{"seconds": %f, "effect": %f, "worst_difference": %f, "pairs": %d, "widest_over_caliper": %f, "megabytes": %f, "version": "%s"}',
  seconds, effect, max(abs(smd)), sum(!is.na(gaps)), max(gaps, na.rm = TRUE) / m$caliper, peak, packageVersion("MatchIt")))
"""


def matchit(treated: int, controls: int, ratio: int) -> dict[str, float] | str:
    """R's MatchIt, wherever it is installed; its version is printed, for older ones ignore the caliper."""
    if shutil.which("Rscript") is None:
        return "R is not installed"
    matrix, flags, outcome = people(treated, controls)
    with tempfile.TemporaryDirectory() as folder:
        table, script = Path(folder, "people.bin"), Path(folder, "matchit.R")
        np.column_stack([matrix, flags, outcome]).astype(np.float64).T.tofile(table)
        script.write_text(MATCHIT)
        sizes = [str(len(flags)), str(COVARIATES), str(ratio)]
        return _read(["Rscript", str(script), str(table), *sizes])


CONTESTANTS = {"ours": ours, "scikit-learn": scikit_learn, "psmpy": psmpy}


def alone(name: str, treated: int, controls: int, ratio: int) -> dict[str, float] | str:
    """One contestant in a process of its own, so that its memory is its own."""
    sizes = [f"--treated={treated}", f"--controls={controls}", f"--ratio={ratio}"]
    return _read([sys.executable, __file__, f"--run={name}", *sizes])


def _read(command: list[str]) -> dict[str, float] | str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return f"not finished in {PATIENCE} s"
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["failed"])[-1][:70]
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def run_one(name: str, treated: int, controls: int, ratio: int) -> None:
    """Print one contestant's figures as JSON; memory is the process's peak, making the people included."""
    found = CONTESTANTS[name](*people(treated, controls), ratio)
    found["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps(found))


def show(name: str, treated: int, controls: int, ratio: int, found: dict[str, float] | str) -> None:
    """One line of the table."""
    where = f"{name:<13} {treated:>7,} x {controls:>9,}  1:{ratio:<2}"
    if isinstance(found, str):
        print(f"{where}  {found}")
        return
    print(
        f"{where}  {found['seconds']:8.2f} s {found['megabytes']:7.0f} MB {found['pairs']:9,.0f} pairs"
        f"   worst difference {found['worst_difference']:.4f}   widest pair {found['widest_over_caliper']:.3f} calipers"
        f"   effect {found['effect']:+.4f}"
        + (f"   ({found['processor_seconds']:.2f} s of one core)" if "processor_seconds" in found else "")
    )


def main() -> int:
    """Run everybody and say whether the target was met."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--run", choices=list(CONTESTANTS))
    asked.add_argument("--treated", type=int, default=50_000)
    asked.add_argument("--controls", type=int, default=1_000_000)
    asked.add_argument("--ratio", type=int, default=1)
    asked.add_argument("--quick", action="store_true")
    given = asked.parse_args()
    if given.run:
        run_one(given.run, given.treated, given.controls, given.ratio)
        return 0
    treated, controls = (
        (given.treated // 10, given.controls // 10) if given.quick else (given.treated, given.controls)
    )
    print(
        f"Matching, {COVARIATES} covariates, caliper 0.2: fit to effect without interval. numpy {np.__version__}"
    )
    met = True
    for ratio in (1, 10):
        found = alone("ours", treated, controls, ratio)
        show("ours", treated, controls, ratio, found)
        met &= not isinstance(found, str) and _within(found)
        show("scikit-learn", treated, controls, ratio, alone("scikit-learn", treated, controls, ratio))
        show("MatchIt", treated, controls, ratio, matchit(treated, controls, ratio))
    for name in ("ours", "scikit-learn", "psmpy"):
        show(name, 200, 4_000, 1, alone(name, 200, 4_000, 1))
    print(f"target {TARGET_SECONDS:g} s and {TARGET_MEGABYTES:,.0f} MB: {'met' if met else 'NOT met'}")
    return 0


def _within(found: dict[str, float]) -> bool:
    return found["seconds"] <= TARGET_SECONDS and found["megabytes"] <= TARGET_MEGABYTES


if __name__ == "__main__":
    sys.exit(main())
