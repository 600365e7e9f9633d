"""Payment by results, decided: what was achieved, whether it counts, what is owed, to whom it traces."""
