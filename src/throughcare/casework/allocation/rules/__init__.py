"""Decides about work and who does it: frozen values and pure functions, no database, no clock."""
