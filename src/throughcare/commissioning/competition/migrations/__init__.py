"""Migrations of competition."""
