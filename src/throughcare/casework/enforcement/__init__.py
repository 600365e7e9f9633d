"""Enforcement: what follows a failure to comply, by whose decision and by when, until a court or the decision ends it."""
