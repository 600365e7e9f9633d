-- Which members must not hold whose case: the record is closed to them, or they declared the person kin. Asked only by
-- those who allocate, about people they may see and members of their own units; never says why.
CREATE OR REPLACE FUNCTION allocation_barred(members uuid[], people uuid[])
RETURNS TABLE (member_id uuid, person_id uuid, kind text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH seen AS MATERIALIZED (SELECT p.id FROM unnest(people) AS p (id)
      WHERE may(ALLOCATE_CASE) AND access_may_see(p.id)),
    asked AS MATERIALIZED (SELECT m.id, m.account_id FROM access_membership m
      WHERE m.id = ANY (members) AND m.unit_id = ANY (app_units()))
  SELECT a.id, r.person_id, 'restricted' FROM access_restriction r CROSS JOIN asked a
    WHERE r.person_id IN (SELECT id FROM seen) AND r.during @> app_at() AND NOT r.open_to @> to_jsonb(a.id::text)
  UNION
  SELECT a.id, k.person_id, 'conflict' FROM asked a
    JOIN access_membership h ON h.id = a.id OR h.account_id = a.account_id
    JOIN access_kin k ON k.member_id = h.id
    WHERE k.person_id IN (SELECT id FROM seen)
$$;
REVOKE ALL ON FUNCTION allocation_barred(uuid[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION allocation_barred(uuid[], uuid[]) TO throughcare_web, throughcare_worker;
