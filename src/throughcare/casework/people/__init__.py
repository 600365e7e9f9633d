"""People: who a person on probation is, kept once, whichever agency speaks of them.

Owns a person's names and aliases, date of birth, characteristics, languages, caring
responsibilities, identifiers, addresses, ways to reach them safely, contacts, and death; the
matching of records that arrive from other agencies (join, new person, or a review in which each
field's weight is shown); and merges, which can always be undone.

Entered through ``actions``, ``queries``, ``events`` and ``rules``. Knows no court, case or sentence.
"""
