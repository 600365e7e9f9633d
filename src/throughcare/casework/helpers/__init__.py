"""Helpers: mentors, volunteers, employers and liaison workers, their checks, whom each is matched with, meetings, and what came of work."""
