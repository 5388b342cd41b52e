-- A link whose maker is no longer a member opens nothing, also one that was made while they were being removed.
CREATE OR REPLACE FUNCTION share_link_by_hash(hash text, at timestamptz)
RETURNS TABLE (workspace_id uuid, id uuid, kind text, record_id uuid, scope jsonb, hides text[], embeds boolean, created_by uuid, maker_user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.workspace_id, l.id, l.kind, l.record_id, l.scope, l.hides, l.embeds, l.created_by, m.user_id
  FROM share_links l LEFT JOIN members m ON m.workspace_id = l.workspace_id AND m.id = l.created_by
  WHERE l.token_hash = hash AND l.revoked_at IS NULL AND (l.expires_at IS NULL OR l.expires_at > at) AND m.removed_at IS NULL
$$;
--> statement-breakpoint
-- Those of members who left before say so in the lists as well.
ALTER TABLE share_links NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE members NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE share_links l SET revoked_at = m.removed_at FROM members m
WHERE m.workspace_id = l.workspace_id AND m.id = l.created_by AND m.removed_at IS NOT NULL AND l.revoked_at IS NULL;
--> statement-breakpoint
ALTER TABLE members FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE share_links FORCE ROW LEVEL SECURITY;
