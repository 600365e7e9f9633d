"""Loads and saves: rows of a file told apart, sentences that name one another, and the runs they make."""

from .course import told_of
from .linking import Named, link_of, named_sentences
from .running import work_out_runs
from .sifting import Progress, Sifted, faults_in, known_meanings, sift

__all__ = [
    "Named",
    "Progress",
    "Sifted",
    "faults_in",
    "known_meanings",
    "link_of",
    "named_sentences",
    "sift",
    "told_of",
    "work_out_runs",
]
