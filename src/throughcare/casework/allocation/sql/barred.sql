-- Which members must not hold whose case: the record is closed to them, or they declared the person kin. Asked only by
-- those who allocate, about people they may see and members of their own units; never says why.
CREATE OR REPLACE FUNCTION allocation_barred(members uuid[], people uuid[])
RETURNS TABLE (member_id uuid, person_id uuid, kind text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT b.member_id, b.person_id, b.kind FROM access_barred_among(members,
    ARRAY(SELECT p.id FROM unnest(people) AS p (id) WHERE may(ALLOCATE_CASE) AND access_may_see(p.id))) b
$$;
REVOKE ALL ON FUNCTION allocation_barred(uuid[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION allocation_barred(uuid[], uuid[]) TO throughcare_web, throughcare_worker;
