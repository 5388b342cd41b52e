CREATE TABLE "decision_deciders" (
	"workspace_id" uuid NOT NULL,
	"decision_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	CONSTRAINT "decision_deciders_workspace_id_decision_id_member_id_pk" PRIMARY KEY("workspace_id","decision_id","member_id")
);
--> statement-breakpoint
ALTER TABLE "decision_deciders" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "decision_dissents" (
	"workspace_id" uuid NOT NULL,
	"decision_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"proof" text DEFAULT '' NOT NULL,
	"said_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "decision_dissents_workspace_id_decision_id_member_id_pk" PRIMARY KEY("workspace_id","decision_id","member_id")
);
--> statement-breakpoint
ALTER TABLE "decision_dissents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "decisions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"question" text NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"options" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"chosen" text,
	"why_now" text DEFAULT '' NOT NULL,
	"decided_at" timestamp(3) with time zone,
	"tripwire" text DEFAULT '' NOT NULL,
	"look_again_on" date,
	"reopened_because" text DEFAULT '' NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "decisions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "decisions_taken" CHECK (("decisions"."state" = 'open') = ("decisions"."decided_at" is null) and ("decisions"."chosen" is null) = ("decisions"."decided_at" is null))
);
--> statement-breakpoint
ALTER TABLE "decisions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "decision_deciders" ADD CONSTRAINT "decision_deciders_workspace_id_decision_id_decisions_workspace_id_id_fk" FOREIGN KEY ("workspace_id","decision_id") REFERENCES "public"."decisions"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_deciders" ADD CONSTRAINT "decision_deciders_workspace_id_member_id_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","member_id") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_dissents" ADD CONSTRAINT "decision_dissents_workspace_id_decision_id_decisions_workspace_id_id_fk" FOREIGN KEY ("workspace_id","decision_id") REFERENCES "public"."decisions"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_dissents" ADD CONSTRAINT "decision_dissents_workspace_id_member_id_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","member_id") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_workspace_id_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_workspace_id_product_id_products_workspace_id_id_fk" FOREIGN KEY ("workspace_id","product_id") REFERENCES "public"."products"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "decisions_decided" ON "decisions" USING btree ("workspace_id","decided_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "decision_deciders" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("decision_deciders"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "decision_dissents" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("decision_dissents"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "decisions" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("decisions"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
SELECT adopt_records('decisions', 'decision', 'question', 'body', 'why_now', 'tripwire');
--> statement-breakpoint
SELECT adopt_table('decision_deciders'), adopt_table('decision_dissents');
