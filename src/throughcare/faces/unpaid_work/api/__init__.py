"""Its operations."""
