"""One record of each person, from court to completion."""
