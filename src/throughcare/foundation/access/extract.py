"""What access publishes for an extract: the names of organisations, and of nobody."""

ORGANISATIONS = "SELECT id::text AS id, name FROM access_organisation"
