"""The database server: finding, starting and stopping the embedded PostgreSQL, its roles, its backups.

Owns the files under ``var/postgres`` and the addresses every process connects to.
Knows nothing of Django, so that it runs before anything else is loaded.
With ``DATABASE_URL`` in the environment the embedded server is never touched.
"""
