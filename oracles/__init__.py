"""Runs cases that other people wrote against our rules, and says what passed, failed and was skipped.

How to add an adapter (no list to edit: every module of this package is asked):

1. Put a module here, say ``workload.py``, that defines ``ADAPTERS``, a tuple of :class:`cases.Adapter`.
2. ``Adapter(name, claims, cases)``: ``claims(source)`` says whether it knows the file, by its name or,
   better, by its shape (``source.name``, ``source.content``: parsed JSON, or a list of CSV rows, or
   JSON lines, or text). Exactly one adapter may claim a file; two are an error, none is reported.
3. ``cases(source)`` yields one :class:`cases.Case` for each case that the file holds, however many
   there are: ``Case(name, expected, run, tolerance=0.0)``. ``expected`` comes straight from the file
   and ``run()`` returns our answer in the same form: the runner compares every value at every depth,
   keys included, so changing any expected value fails. An exception from ``run`` is a failure, so an
   expected refusal is turned into a value by the adapter.
4. What cannot be run is still yielded, by ``skipped(name, "why, in words")``; a section or shape that the
   adapter does not know by ``unknown(name)``. Passed, failed and skipped add up to the cases in the file.
   A file that nobody claims is a failure unless ``unclaimed.py`` says why none should.
5. Values of the file that are deliberately not compared are named in ``not_compared`` with the reason.
   Each skip and each such reason has a line in ``docs/vectors.md``; ``tests/oracles`` checks it.

Import the rules inside ``cases`` or ``run`` when they load heavy libraries.
"""
