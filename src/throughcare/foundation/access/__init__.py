"""Who may see and who may do.

Owns organisations, units, accounts, members and their roles, sharing agreements, ethical walls,
restricted records, and grants: dated rows that say which unit may see which person, for what
purpose, under which agreement and because of what. A grant is derived in the database from the
row that causes it; nobody writes one. Row-level security reads grants and nothing else, so "who
could see this person, when and why" is a query. ``action.action`` is the one door to a write.
"""
