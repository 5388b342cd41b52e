CREATE TABLE "share_links" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"token_hash" text NOT NULL,
	"kind" text NOT NULL,
	"record_id" uuid,
	"scope" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"label" text NOT NULL,
	"hides" text[] NOT NULL,
	"embeds" boolean DEFAULT false NOT NULL,
	"created_by" uuid,
	"created_at" timestamp(3) with time zone NOT NULL,
	"expires_at" timestamp(3) with time zone,
	"revoked_at" timestamp(3) with time zone,
	"opens" integer DEFAULT 0 NOT NULL,
	"last_opened_at" timestamp(3) with time zone,
	CONSTRAINT "share_links_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "share_links" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "share_links" ADD CONSTRAINT "share_links_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_links" ADD CONSTRAINT "share_links_workspace_id_record_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","record_id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "share_links" ADD CONSTRAINT "share_links_workspace_id_created_by_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","created_by") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "share_links_token" ON "share_links" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "share_links_of_record" ON "share_links" USING btree ("workspace_id","record_id");--> statement-breakpoint
CREATE INDEX "share_links_newest" ON "share_links" USING btree ("workspace_id","created_at" desc,"id" desc);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "share_links" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("share_links"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);
--> statement-breakpoint
ALTER TABLE "share_links" FORCE ROW LEVEL SECURITY;

-- Who follows a link says no workspace: the owner (never the serving role) finds it by the hash of its token, while it opens.
CREATE POLICY look_up ON share_links FOR SELECT TO CURRENT_USER USING (true);
CREATE FUNCTION share_link_by_hash(hash text, at timestamptz)
RETURNS TABLE (workspace_id uuid, id uuid, kind text, record_id uuid, scope jsonb, hides text[], embeds boolean, created_by uuid, maker_user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.workspace_id, l.id, l.kind, l.record_id, l.scope, l.hides, l.embeds, l.created_by, m.user_id
  FROM share_links l LEFT JOIN members m ON m.workspace_id = l.workspace_id AND m.id = l.created_by
  WHERE l.token_hash = hash AND l.revoked_at IS NULL AND (l.expires_at IS NULL OR l.expires_at > at)
$$;
