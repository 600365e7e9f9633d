-- The ledger for the contexts above, which say themselves who may read it: a name for what is published of its tables, which the
-- planner sees through (no owner's rights and no settings of its own, or it would not).
CREATE OR REPLACE FUNCTION audit_lines() RETURNS TABLE (id uuid, at timestamptz, kind varchar, act varchar, member_id uuid,
  role varchar, unit_id uuid, organisation_id uuid, people uuid[], because text)
LANGUAGE sql STABLE AS $$
  SELECT e.id, e.at, e.kind, e.act, e.member_id, e.role, e.unit_id, e.organisation_id, e.people, e.because FROM public.audit_entry e
$$;
CREATE OR REPLACE FUNCTION audit_sealed() RETURNS TABLE (line_id uuid)
LANGUAGE sql STABLE AS $$
  SELECT s.line_id FROM public.audit_seal s WHERE s.ledger = 'entry'
$$;
CREATE OR REPLACE FUNCTION audit_subjects() RETURNS TABLE (id uuid, at timestamptz, kind varchar, act varchar, member_id uuid,
  unit_id uuid, subject jsonb)
LANGUAGE sql STABLE AS $$
  SELECT e.id, e.at, e.kind, e.act, e.member_id, e.unit_id, e.subject FROM public.audit_entry e
$$;
REVOKE ALL ON FUNCTION audit_subjects() FROM PUBLIC, throughcare_web, throughcare_worker;
REVOKE ALL ON FUNCTION audit_lines(), audit_sealed() FROM PUBLIC, throughcare_web, throughcare_worker;
GRANT EXECUTE ON FUNCTION audit_lines(), audit_sealed() TO throughcare_auditor;
