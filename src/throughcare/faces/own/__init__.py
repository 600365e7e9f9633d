"""The face of a person's own page: the officer gives a code, the person comes in by it."""
