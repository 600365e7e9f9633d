"""Throughcare: a probation service run, and piloted, as a commissioned system."""
