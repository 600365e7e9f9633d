"""Recall: from the first thought of it to release again: what was decided, by whom, which papers went, and what is owed next."""
