"""The face of accommodation: premises and beds, applications for a place, and who lives where."""
