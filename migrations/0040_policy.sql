CREATE TABLE "policies" (
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"value" double precision NOT NULL,
	"set_by" uuid,
	"set_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "policies_workspace_id_name_pk" PRIMARY KEY("workspace_id","name")
);
--> statement-breakpoint
ALTER TABLE "policies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "policies" ADD CONSTRAINT "policies_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policies" ADD CONSTRAINT "policies_workspace_id_set_by_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","set_by") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "own_workspace" ON "policies" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("policies"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
SELECT adopt_table('policies');
