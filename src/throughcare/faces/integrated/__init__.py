"""The face of integrated offender management: the board, and a tab on each person."""
