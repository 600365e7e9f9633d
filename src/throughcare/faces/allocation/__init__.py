"""The face of allocation: who waits for a manager, workload, and plans."""
