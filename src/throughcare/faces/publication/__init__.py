"""The face of publication: the published record of competitions, anybody's records read, and what in them deserves a second look."""
