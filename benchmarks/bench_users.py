"""Two hundred people at work at once: errors, lost updates, and how long they wait.

Run ``python benchmarks/bench_users.py [--size small|area|national] [--users 200] [--seconds 300] [--think 20]``. It makes the
demonstration once in a folder of its own under ``var/``, starts the whole site on it (web, worker, seal), and lets that many
sessions of its members work, each signed in (of a small area some twice), with time to think between two pages. They open what the page before offers them, search,
and write notes; some by twos open the form of one goal of one plan and both send it. Whatever is answered as if it were kept
is looked for afterwards in the database. The site and those who use it share the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench_pages import made
from bench_processor import TICK, backends
from clicking import Answer, Clicking, Failed

ROOT = Path(__file__).resolve().parents[1]
CONSOLE = [sys.executable, "-m", "throughcare.faces.console"]
OVERTAKEN = "Somebody else recorded something of this goal"
REMOVED = "removed"
NAMES = ("smith", "jones", "taylor", "brown", "williams", "wilson", "davies", "patel", "khan", "evans")


@dataclass
class Kept:
    """What happened while they worked, of every thread."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    marks: list[tuple[str, str]] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def took(self, kind: str, seconds: float) -> None:
        """Keep how long an answer took."""
        with self.lock:
            self.times[kind].append(1000 * seconds)

    def is_wrong(self, what: str) -> None:
        """Keep that something went wrong, and what."""
        with self.lock:
            self.wrong[what] += 1


def main() -> int:
    """Make the area, find who works, let them work, look for what they wrote, and print it all."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--size", choices=["small", "area", "national"], default="national")
    asked.add_argument("--users", type=int, default=200)
    asked.add_argument("--pairs", type=int, default=10, help="how many of them by twos change one plan")
    asked.add_argument("--seconds", type=float, default=300)
    asked.add_argument("--think", type=float, default=20, help="seconds between two pages, in the mean")
    asked.add_argument("--port", type=int, default=8765)
    given = asked.parse_args()
    folder = f"bench-{given.size}"
    environment = made(folder, given.size)
    who = _child("who", environment, {"users": given.users, "pairs": given.pairs})
    kept = Kept()
    with (ROOT / "var" / folder / "site.log").open("wb") as log:
        serve = [*CONSOLE, "serve", "--port", str(given.port), "--no-demo"]
        site = subprocess.Popen(serve, env=environment, stdout=log, stderr=log)
        try:
            _until_it_answers(given.port, site)
            load, began, before = os.getloadavg()[0], time.monotonic(), _processor(given.port, folder)
            _work(who, kept, given, began + given.seconds)
            took = time.monotonic() - began
            cost = [after - one for after, one in zip(_processor(given.port, folder), before, strict=True)]
        finally:
            site.send_signal(signal.SIGTERM)
            site.wait()
    lost = _child("lost", environment, {"notes": kept.notes, "marks": kept.marks})
    _report(kept, lost, who, took, f"{load:.1f} at the start, {os.getloadavg()[0]:.1f} at the end")
    answers = sum(map(len, kept.times.values())) or 1
    print(
        f"processor of an answer: {cost[0] / answers:.0f} ms in the web process, {cost[1] / answers:.0f} ms in PostgreSQL"
    )
    return 1 if kept.wrong or lost["lost"] else 0


def _processor(port: int, folder: str) -> tuple[float, float]:
    """Milliseconds of processor that the web process and its backends have taken so far."""
    ticks = 0
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if (
                b"throughcare.server.web\x00127.0.0.1\x00%d\x00" % port
                in place.joinpath("cmdline").read_bytes()
            ):
                ticks += sum(map(int, place.joinpath("stat").read_text().rpartition(")")[2].split()[11:13]))
        except OSError:
            continue
    return TICK * ticks, TICK * backends(folder)


def _child(what: str, environment: dict[str, str], given: dict[str, Any]) -> dict[str, Any]:
    """Ask the database in a process of its own, which the folder's environment makes ready."""
    command = [sys.executable, str(ROOT / "benchmarks" / "clicking_members.py"), what]
    done = subprocess.run(command, env=environment, input=json.dumps(given), check=True, stdout=subprocess.PIPE, text=True)  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _until_it_answers(port: int, site: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if site.poll() is not None:
            raise SystemExit("The site did not start: see site.log in its folder.")
        try:
            if Clicking(port, "").get("/health").status == 200:
                return
        except Failed:
            time.sleep(0.5)
    raise SystemExit("The site did not answer in two minutes: see site.log in its folder.")


def _work(who: dict[str, Any], kept: Kept, given: argparse.Namespace, until: float) -> None:
    """Every member in a thread of their own, two of a pair in one; all end with the time."""
    threads = [
        threading.Thread(target=_alone, args=(Clicking(given.port, one["cookie"], kept.took), kept, given.think, until, seed))
        for seed, one in enumerate(who["alone"])
    ]  # fmt: skip
    threads += [
        threading.Thread(target=_together, args=([Clicking(given.port, one, kept.took) for one in pair["cookies"]], pair["goal"], kept, given.think, until))
        for pair in who["pairs"]
    ]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _alone(who: Clicking, kept: Kept, think: float, until: float, seed: int) -> None:
    """One member: home, then what is offered there, a search now and then, and a note where one can be written."""
    luck = random.Random(seed)
    time.sleep(luck.uniform(0, think))
    here: Answer | None = None
    while time.monotonic() < until:
        try:
            here = _next(who, here, luck, kept)
        except Failed as failure:
            kept.is_wrong(str(failure))
            here = None
        time.sleep(min(luck.expovariate(1 / think), max(0.0, until - time.monotonic())))


def _next(who: Clicking, here: Answer | None, luck: random.Random, kept: Kept) -> Answer:
    """The next thing that somebody does where they are."""
    if here is None or luck.random() < 0.15:
        return who.get("/")
    if "/people/search" in here.links and luck.random() < 0.15:
        form = who.get("/people/search")
        return who.send(form, {"words": luck.choice(NAMES), "number": ""}, kind="search")
    notes = [link for link in here.links if link.endswith("/note")]
    if notes and luck.random() < 0.4:
        return _note(who, luck.choice(notes), luck, kept)
    return who.get(luck.choice(here.links) if here.links else "/")


def _note(who: Clicking, address: str, luck: random.Random, kept: Kept) -> Answer:
    what = f"Bench note {luck.getrandbits(64):016x}"
    answer = who.send(who.get(address), {"what": what, "note": ""}, kind="write a note")
    if answer.moved:
        with kept.lock:
            kept.notes.append(what)
    else:
        kept.is_wrong("a note was not taken")
    return answer


def _together(two: list[Clicking], goal: str, kept: Kept, think: float, until: float) -> None:
    """Two members open the form of one goal, and both send it; one is told of the other, sees both, and sends theirs again."""
    luck = random.Random(goal)
    while time.monotonic() < until:
        try:
            _one_round(two, goal, luck, kept)
        except Failed as failure:
            kept.is_wrong(str(failure))
        time.sleep(min(luck.expovariate(1 / think), max(0.0, until - time.monotonic())))


def _one_round(two: list[Clicking], goal: str, luck: random.Random, kept: Kept) -> None:
    forms = [who.get(f"/goals/{goal}/mark") for who in two]
    wrote = [f"Bench mark {luck.getrandbits(64):016x}" for _ in two]
    answers: list[Answer | None] = [None, None]

    def send(which: int) -> None:
        try:
            answers[which] = _mark(two[which], forms[which], wrote[which])
        except Failed as failure:
            kept.is_wrong(str(failure))

    sending = [threading.Thread(target=send, args=(which,)) for which in range(2)]
    for thread in sending:
        thread.start()
    for thread in sending:
        thread.join()
    taken = [which for which, answer in enumerate(answers) if answer is not None and answer.moved]
    _count(goal, [wrote[which] for which in taken], kept)
    if len(taken) != 1:
        kept.is_wrong(f"of two who sent one goal at once {len(taken)} were told that it was kept")
        return
    (first,) = taken
    second = answers[1 - first]
    if second is None:
        return
    if OVERTAKEN not in second.text or wrote[first] not in second.text or wrote[1 - first] not in second.text:
        kept.is_wrong("the second of two was not told, or was not shown both versions")
    again = _mark(two[1 - first], second, wrote[1 - first])
    kept.told["second of two told, shown both, and sent again"] += 1
    if again.moved:
        _count(goal, [wrote[1 - first]], kept)
    else:
        kept.is_wrong("what the second of two sent again was not taken")


def _count(goal: str, wrote: list[str], kept: Kept) -> None:
    with kept.lock:
        kept.marks += [(goal, one) for one in wrote]


def _mark(who: Clicking, form: Answer, note: str) -> Answer:
    kind = next(one for one in form.choices("kind") if one and one != REMOVED)
    return who.send(form, {"kind": kind, "note": note}, kind="change a plan")


def _report(kept: Kept, lost: dict[str, Any], who: dict[str, Any], took: float, load: str) -> None:
    counted = Counter(one["role"] for one in who["alone"]) + Counter(who["roles_of_pairs"])
    print(
        f"{who['people']:,} people in the demonstration; {counted.total()} members at work for {took:.0f} s; load {load}"
    )
    print("  " + ", ".join(f"{many} {role}" for role, many in counted.most_common()))
    every = [one for times in kept.times.values() for one in times]
    print(f"{len(every):,} answers, {len(every) / took:.1f} a second\n{'milliseconds':<28}{'answers':>9}{'median':>9}{'95th':>9}{'99th':>9}{'worst':>9}")  # fmt: skip
    for kind, times in [
        ("everything", every),
        *sorted(kept.times.items(), key=lambda one: -len(one[1]))[:14],
    ]:
        cuts = statistics.quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
        print(f"{kind:<28}{len(times):>9,}{statistics.median(times):>9.0f}{cuts[94]:>9.0f}{cuts[98]:>9.0f}{max(times):>9.0f}")  # fmt: skip
    print(
        f"{len(kept.notes)} notes and {len(kept.marks)} marks of plans were answered as kept; lost: {lost['lost']}"
    )
    print(*(f"{many} times: {what}" for what, many in kept.told.items()), sep="\n")
    print(f"errors: {kept.wrong.total()}")
    for what, many in kept.wrong.most_common():
        print(f"  {many:>5} {what}")


if __name__ == "__main__":
    raise SystemExit(main())
