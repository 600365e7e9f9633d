"""A person's own page: let in by a code that their officer gives them, shown what stands ahead of them and nothing else."""
