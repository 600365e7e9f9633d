"""The face of enforcement: what a failure to comply leads to, on both sides of the line."""
