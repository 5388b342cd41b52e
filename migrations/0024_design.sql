CREATE TABLE "design_principles" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"place" integer NOT NULL,
	"statement" text NOT NULL,
	CONSTRAINT "design_principles_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "design_principles" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "design_reviews" (
	"workspace_id" uuid NOT NULL,
	"feature_id" uuid NOT NULL,
	"principle_id" uuid NOT NULL,
	"verdict" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"reviewed_by" uuid,
	"reviewed_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "design_reviews_workspace_id_feature_id_principle_id_pk" PRIMARY KEY("workspace_id","feature_id","principle_id")
);
--> statement-breakpoint
ALTER TABLE "design_reviews" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "design_revisions" (
	"workspace_id" uuid NOT NULL,
	"design_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"changed" text DEFAULT '' NOT NULL,
	"address" text,
	"made_by" uuid,
	"made_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "design_revisions_workspace_id_design_id_number_pk" PRIMARY KEY("workspace_id","design_id","number")
);
--> statement-breakpoint
ALTER TABLE "design_revisions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "designs" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"title" text NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"address" text,
	"state" text DEFAULT 'sketch' NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"owner_id" uuid,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "designs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "designs_revision" CHECK ("designs"."revision" >= 1)
);
--> statement-breakpoint
ALTER TABLE "designs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "studies" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"title" text NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"design_id" uuid,
	"revision" integer,
	"segment" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"previous_id" uuid,
	"owner_id" uuid,
	"analysed_at" timestamp(3) with time zone,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "studies_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "studies_one_next_round" UNIQUE("workspace_id","previous_id")
);
--> statement-breakpoint
ALTER TABLE "studies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "study_outcomes" (
	"workspace_id" uuid NOT NULL,
	"participant_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"completed" boolean,
	"seconds" real,
	"ease" smallint,
	CONSTRAINT "study_outcomes_workspace_id_participant_id_task_id_pk" PRIMARY KEY("workspace_id","participant_id","task_id"),
	CONSTRAINT "study_outcomes_seconds" CHECK ("study_outcomes"."seconds" > 0),
	CONSTRAINT "study_outcomes_ease" CHECK ("study_outcomes"."ease" between 1 and 7)
);
--> statement-breakpoint
ALTER TABLE "study_outcomes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "study_participants" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"study_id" uuid NOT NULL,
	"place" integer NOT NULL,
	"name" text NOT NULL,
	"sus" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "study_participants_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "study_participants_name" UNIQUE("workspace_id","study_id","name")
);
--> statement-breakpoint
ALTER TABLE "study_participants" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "study_tasks" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"study_id" uuid NOT NULL,
	"place" integer NOT NULL,
	"title" text NOT NULL,
	"origin" uuid NOT NULL,
	CONSTRAINT "study_tasks_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "study_tasks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "usability_problems" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"study_id" uuid NOT NULL,
	"task_id" uuid,
	"title" text NOT NULL,
	"severity" smallint NOT NULL,
	"affected" integer NOT NULL,
	"quote" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"fixed_in" integer,
	"noted_by" uuid,
	"noted_at" timestamp(3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "usability_problems_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "usability_problems_severity" CHECK ("usability_problems"."severity" between 0 and 4),
	CONSTRAINT "usability_problems_affected" CHECK ("usability_problems"."affected" >= 0)
);
--> statement-breakpoint
ALTER TABLE "usability_problems" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "design_reviews" ADD CONSTRAINT "design_reviews_workspace_id_feature_id_features_workspace_id_id_fk" FOREIGN KEY ("workspace_id","feature_id") REFERENCES "public"."features"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "design_reviews" ADD CONSTRAINT "design_reviews_workspace_id_principle_id_design_principles_workspace_id_id_fk" FOREIGN KEY ("workspace_id","principle_id") REFERENCES "public"."design_principles"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "design_reviews" ADD CONSTRAINT "design_reviews_workspace_id_reviewed_by_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","reviewed_by") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "design_revisions" ADD CONSTRAINT "design_revisions_workspace_id_design_id_designs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","design_id") REFERENCES "public"."designs"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "design_revisions" ADD CONSTRAINT "design_revisions_workspace_id_made_by_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","made_by") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "designs" ADD CONSTRAINT "designs_workspace_id_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "designs" ADD CONSTRAINT "designs_workspace_id_product_id_products_workspace_id_id_fk" FOREIGN KEY ("workspace_id","product_id") REFERENCES "public"."products"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "designs" ADD CONSTRAINT "designs_workspace_id_owner_id_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","owner_id") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "studies" ADD CONSTRAINT "studies_workspace_id_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "studies" ADD CONSTRAINT "studies_workspace_id_product_id_products_workspace_id_id_fk" FOREIGN KEY ("workspace_id","product_id") REFERENCES "public"."products"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "studies" ADD CONSTRAINT "studies_workspace_id_owner_id_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","owner_id") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "studies" ADD CONSTRAINT "studies_workspace_id_design_id_designs_workspace_id_id_fk" FOREIGN KEY ("workspace_id","design_id") REFERENCES "public"."designs"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "studies" ADD CONSTRAINT "studies_workspace_id_previous_id_studies_workspace_id_id_fk" FOREIGN KEY ("workspace_id","previous_id") REFERENCES "public"."studies"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "study_outcomes" ADD CONSTRAINT "study_outcomes_workspace_id_participant_id_study_participants_workspace_id_id_fk" FOREIGN KEY ("workspace_id","participant_id") REFERENCES "public"."study_participants"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "study_outcomes" ADD CONSTRAINT "study_outcomes_workspace_id_task_id_study_tasks_workspace_id_id_fk" FOREIGN KEY ("workspace_id","task_id") REFERENCES "public"."study_tasks"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "study_participants" ADD CONSTRAINT "study_participants_workspace_id_study_id_studies_workspace_id_id_fk" FOREIGN KEY ("workspace_id","study_id") REFERENCES "public"."studies"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "study_tasks" ADD CONSTRAINT "study_tasks_workspace_id_study_id_studies_workspace_id_id_fk" FOREIGN KEY ("workspace_id","study_id") REFERENCES "public"."studies"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usability_problems" ADD CONSTRAINT "usability_problems_workspace_id_study_id_studies_workspace_id_id_fk" FOREIGN KEY ("workspace_id","study_id") REFERENCES "public"."studies"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usability_problems" ADD CONSTRAINT "usability_problems_workspace_id_task_id_study_tasks_workspace_id_id_fk" FOREIGN KEY ("workspace_id","task_id") REFERENCES "public"."study_tasks"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usability_problems" ADD CONSTRAINT "usability_problems_workspace_id_noted_by_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","noted_by") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "designs_updated" ON "designs" USING btree ("workspace_id","updated_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "studies_of_design" ON "studies" USING btree ("workspace_id","design_id");--> statement-breakpoint
CREATE INDEX "studies_updated" ON "studies" USING btree ("workspace_id","updated_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "study_outcomes_of_task" ON "study_outcomes" USING btree ("workspace_id","task_id");--> statement-breakpoint
CREATE INDEX "study_tasks_of_study" ON "study_tasks" USING btree ("workspace_id","study_id","place");--> statement-breakpoint
CREATE INDEX "usability_problems_of_study" ON "usability_problems" USING btree ("workspace_id","study_id");--> statement-breakpoint
CREATE POLICY "own_workspace" ON "design_principles" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("design_principles"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "design_reviews" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("design_reviews"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "design_revisions" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("design_revisions"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "designs" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("designs"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "studies" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("studies"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "study_outcomes" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("study_outcomes"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "study_participants" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("study_participants"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "study_tasks" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("study_tasks"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "usability_problems" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("usability_problems"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
SELECT adopt_records('designs', 'design', 'title', 'body');--> statement-breakpoint
SELECT adopt_records('studies', 'study', 'title', 'body', 'segment');--> statement-breakpoint
SELECT adopt_table('design_revisions');--> statement-breakpoint
SELECT adopt_table('study_tasks');--> statement-breakpoint
SELECT adopt_table('study_participants');--> statement-breakpoint
SELECT adopt_table('study_outcomes');--> statement-breakpoint
SELECT adopt_table('usability_problems');--> statement-breakpoint
SELECT adopt_table('design_principles');--> statement-breakpoint
SELECT adopt_table('design_reviews');
