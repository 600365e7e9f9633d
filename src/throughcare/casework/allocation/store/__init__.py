"""Gathers what allocation weighs; actions and queries both stand on it, never on each other."""
