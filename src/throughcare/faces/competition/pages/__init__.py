"""Pages of competition."""
