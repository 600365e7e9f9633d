"""What access publishes for an extract: the names of organisations, which delivery unit each team is of, and nobody's name."""

ORGANISATIONS = "SELECT id::text AS id, name FROM access_organisation"

# The delivery unit of each unit: itself, or the nearest above it, by what its kind is called.
DELIVERY_UNITS = """WITH RECURSIVE up(unit, at, steps) AS (
  SELECT id, id, 0 FROM access_unit
  UNION ALL SELECT up.unit, u.parent_id, up.steps + 1 FROM up JOIN access_unit u ON u.id = up.at
    WHERE u.parent_id IS NOT NULL AND up.steps < 20)
  SELECT DISTINCT ON (up.unit) up.unit::text AS unit, up.at::text AS delivery_unit FROM up JOIN access_unit u ON u.id = up.at
  WHERE lower(u.kind) LIKE '%delivery unit' ORDER BY up.unit, up.steps"""
