"""Loads and saves an assessment as it stands, and loads what a tier looks at: actions and queries both stand on it."""
