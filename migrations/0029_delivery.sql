CREATE TABLE "feasibilities" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"feature_id" uuid NOT NULL,
	"state" text DEFAULT 'asked' NOT NULL,
	"question" text NOT NULL,
	"asked_by" uuid,
	"asked_at" timestamp(3) with time zone NOT NULL,
	"assignee_id" uuid,
	"due_on" date,
	"verdict" text,
	"line" text DEFAULT '' NOT NULL,
	"conditions" text DEFAULT '' NOT NULL,
	"spike" text DEFAULT '' NOT NULL,
	"answered_by" uuid,
	"answered_at" timestamp(3) with time zone,
	"disputed_by" uuid,
	"dispute_reason" text DEFAULT '' NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "feasibilities_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "feasibilities_answered" CHECK (("feasibilities"."state" = 'asked') = ("feasibilities"."verdict" is null) and ("feasibilities"."verdict" is null) = ("feasibilities"."answered_at" is null))
);
--> statement-breakpoint
ALTER TABLE "feasibilities" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "feasibility_efforts" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"feasibility_id" uuid NOT NULL,
	"team_id" uuid,
	"low" double precision NOT NULL,
	"high" double precision NOT NULL,
	CONSTRAINT "feasibility_efforts_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "feasibility_efforts_team" UNIQUE NULLS NOT DISTINCT("workspace_id","feasibility_id","team_id"),
	CONSTRAINT "feasibility_efforts_range" CHECK ("feasibility_efforts"."low" > 0 and "feasibility_efforts"."high" >= "feasibility_efforts"."low")
);
--> statement-breakpoint
ALTER TABLE "feasibility_efforts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "teams" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "teams_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "teams" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tech_notes" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"title" text NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"kind" text NOT NULL,
	"cost" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"answered_by" uuid,
	"answered_at" timestamp(3) with time zone,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "tech_notes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "tech_notes_answered" CHECK (("tech_notes"."state" = 'open') = ("tech_notes"."answered_at" is null))
);
--> statement-breakpoint
ALTER TABLE "tech_notes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "work_items" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"feature_id" uuid NOT NULL,
	"address" text NOT NULL,
	"title" text NOT NULL,
	"state" text DEFAULT 'todo' NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "work_items_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "work_items" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "feasibilities" ADD CONSTRAINT "feasibilities_workspace_id_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feasibilities" ADD CONSTRAINT "feasibilities_workspace_id_product_id_products_workspace_id_id_fk" FOREIGN KEY ("workspace_id","product_id") REFERENCES "public"."products"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feasibilities" ADD CONSTRAINT "feasibilities_workspace_id_feature_id_features_workspace_id_id_fk" FOREIGN KEY ("workspace_id","feature_id") REFERENCES "public"."features"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feasibilities" ADD CONSTRAINT "feasibilities_workspace_id_asked_by_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","asked_by") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feasibilities" ADD CONSTRAINT "feasibilities_workspace_id_assignee_id_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","assignee_id") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feasibilities" ADD CONSTRAINT "feasibilities_workspace_id_answered_by_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","answered_by") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feasibilities" ADD CONSTRAINT "feasibilities_workspace_id_disputed_by_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","disputed_by") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feasibility_efforts" ADD CONSTRAINT "feasibility_efforts_workspace_id_feasibility_id_feasibilities_workspace_id_id_fk" FOREIGN KEY ("workspace_id","feasibility_id") REFERENCES "public"."feasibilities"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feasibility_efforts" ADD CONSTRAINT "feasibility_efforts_workspace_id_team_id_teams_workspace_id_id_fk" FOREIGN KEY ("workspace_id","team_id") REFERENCES "public"."teams"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tech_notes" ADD CONSTRAINT "tech_notes_workspace_id_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tech_notes" ADD CONSTRAINT "tech_notes_workspace_id_product_id_products_workspace_id_id_fk" FOREIGN KEY ("workspace_id","product_id") REFERENCES "public"."products"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tech_notes" ADD CONSTRAINT "tech_notes_workspace_id_answered_by_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","answered_by") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_items" ADD CONSTRAINT "work_items_workspace_id_feature_id_features_workspace_id_id_fk" FOREIGN KEY ("workspace_id","feature_id") REFERENCES "public"."features"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "feasibilities_open" ON "feasibilities" USING btree ("workspace_id","feature_id") WHERE "feasibilities"."state" = 'asked';--> statement-breakpoint
CREATE INDEX "feasibilities_of_feature" ON "feasibilities" USING btree ("workspace_id","feature_id","answered_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "teams_name" ON "teams" USING btree ("workspace_id",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "work_items_address" ON "work_items" USING btree ("workspace_id","feature_id","address");--> statement-breakpoint
CREATE POLICY "own_workspace" ON "feasibilities" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("feasibilities"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "feasibility_efforts" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("feasibility_efforts"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "teams" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("teams"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "tech_notes" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("tech_notes"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "work_items" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("work_items"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
SELECT adopt_records('feasibilities', 'feasibility', 'question', 'line', 'conditions', 'spike');--> statement-breakpoint
SELECT adopt_records('tech_notes', 'tech-note', 'title', 'body', 'cost', 'reason');--> statement-breakpoint
SELECT adopt_table('teams');--> statement-breakpoint
SELECT adopt_table('feasibility_efforts');--> statement-breakpoint
SELECT adopt_table('work_items');
