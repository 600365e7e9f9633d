"""Loads and saves what supervision keeps; actions and queries both stand on it, never on each other."""
