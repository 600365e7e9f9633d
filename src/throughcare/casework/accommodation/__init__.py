"""Accommodation: premises and their beds by night, and who asks for a place, waits for one, lives there, and leaves."""
