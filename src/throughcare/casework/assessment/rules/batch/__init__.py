"""Scores a table of people at once, by expressions written apart from the scalar rules.

``score_frame(frame, instrument)`` takes a polars frame of text, one column for each answer by its name, and
gives a frame of the same length: score, band, probability, basis, edition, and for every row that is
refused, all the reasons. The numbers come from the same editions; ``tests`` prove the two ways equal.
"""

from .scoring import INSTRUMENTS, columns_of, score_frame

__all__ = ["INSTRUMENTS", "columns_of", "score_frame"]
