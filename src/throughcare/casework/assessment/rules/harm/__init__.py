"""Risk of serious harm: to whom, of what nature, how soon, in what circumstances, and what follows from it."""
