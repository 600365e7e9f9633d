"""Writing extracts: what is read from the database, by which rules, and how people become numbers in it.

``reading`` asks the database as the auditor, who sees everything and may change nothing; ``tables`` turns rows into
the documented tables without names or days of birth; ``actions`` does it for a member, audited.
"""
