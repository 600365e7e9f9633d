"""The face of helpers: mentors, volunteers, employers and liaison workers, whom each is matched with, and what came of it."""
