"""The face of release: the days of a sentence, what the night out needs, the licence, and who is due out."""
