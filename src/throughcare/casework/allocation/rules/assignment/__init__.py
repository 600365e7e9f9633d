"""Places many cases with many practitioners at once, as near to the best plan as can be proved."""
