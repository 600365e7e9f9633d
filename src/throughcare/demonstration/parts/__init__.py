"""The parts of the demonstration, a file for each context, found by being here: each gives a ``PART``."""
