ALTER TABLE "workspaces" ADD COLUMN "is_demo" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "workspaces_one_demo" ON "workspaces" USING btree ("is_demo") WHERE "workspaces"."is_demo";--> statement-breakpoint
DROP FUNCTION memberships_of(uuid);--> statement-breakpoint
CREATE FUNCTION memberships_of(person uuid)
RETURNS TABLE (workspace_id uuid, slug text, workspace_name text, member_id uuid, access text, groups text[], is_demo boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.workspace_id, w.slug, w.name, m.id, m.access, m.groups, w.is_demo FROM members m JOIN workspaces w ON w.id = m.workspace_id
  WHERE m.user_id = person AND m.removed_at IS NULL ORDER BY m.joined_at, m.id
$$;
--> statement-breakpoint
-- Where the demo is. An installation has one.
CREATE FUNCTION demo_workspace() RETURNS TABLE (id uuid, slug text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.id, w.slug FROM workspaces w WHERE w.is_demo
$$;
--> statement-breakpoint
-- An installation stays new while there is nobody but the demo's made-up people, whose addresses nobody real can have.
CREATE OR REPLACE FUNCTION installation_is_new() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT FROM workspaces w WHERE NOT w.is_demo)
    AND NOT EXISTS (SELECT FROM auth."user" u WHERE u.email NOT LIKE '%@acme-reports.example')
$$;
