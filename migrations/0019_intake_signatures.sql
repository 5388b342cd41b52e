ALTER TABLE "intake_sources" ADD COLUMN "address" uuid DEFAULT uuidv7() NOT NULL;--> statement-breakpoint
ALTER TABLE "intake_sources" ADD COLUMN "signature_form" text DEFAULT 'body' NOT NULL;--> statement-breakpoint
ALTER TABLE "intake_sources" ADD COLUMN "sender_secret" text;--> statement-breakpoint
CREATE UNIQUE INDEX "intake_sources_address" ON "intake_sources" USING btree ("address");--> statement-breakpoint

-- Programs that send already go on doing so: the first of its id keeps it as its address. A copy of that id, loaded from an archive, got an
-- address of its own above.
ALTER TABLE intake_sources NO FORCE ROW LEVEL SECURITY;
UPDATE intake_sources s SET address = s.id
FROM (SELECT DISTINCT ON (i.id) i.id, i.workspace_id FROM intake_sources i JOIN workspaces w ON w.id = i.workspace_id ORDER BY i.id, w.created_at, w.id) first
WHERE s.id = first.id AND s.workspace_id = first.workspace_id;
ALTER TABLE intake_sources FORCE ROW LEVEL SECURITY;

DROP FUNCTION intake_source_by_id(uuid);
CREATE FUNCTION intake_source_at(wanted uuid)
RETURNS TABLE (
  workspace_id uuid, id uuid, address uuid, name text, state text, secret_number integer, signature_header text, signature_form text,
  sender_secret text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.workspace_id, s.id, s.address, s.name, s.state, s.secret_number, s.signature_header, s.signature_form, s.sender_secret
  FROM intake_sources s WHERE s.address = wanted
$$;

-- What came is kept for 30 days, also where nothing comes any more. The owner sees no more of it than what may go.
CREATE POLICY outdated ON intake_deliveries TO CURRENT_USER USING (at < now() - interval '30 days');
CREATE FUNCTION forget_old_intake() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM intake_deliveries WHERE at < now() - interval '30 days'
$$;
