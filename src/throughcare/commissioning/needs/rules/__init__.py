"""What may be told of need, how surely, how it moved, and what is missing: pure, without a database."""
