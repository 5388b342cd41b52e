CREATE TABLE "check_waivers" (
	"workspace_id" uuid NOT NULL,
	"record_id" uuid NOT NULL,
	"check_id" text NOT NULL,
	"reason" text NOT NULL,
	"until" text NOT NULL,
	"waived_by" uuid,
	"waived_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "check_waivers_workspace_id_record_id_check_id_pk" PRIMARY KEY("workspace_id","record_id","check_id")
);
--> statement-breakpoint
ALTER TABLE "check_waivers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "check_waivers" ADD CONSTRAINT "check_waivers_workspace_id_record_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","record_id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_waivers" ADD CONSTRAINT "check_waivers_workspace_id_waived_by_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","waived_by") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "own_workspace" ON "check_waivers" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("check_waivers"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
SELECT adopt_table('check_waivers');
