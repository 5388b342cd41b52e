CREATE TABLE "key_results" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"objective_id" uuid NOT NULL,
	"name" text NOT NULL,
	"metric_id" uuid,
	"baseline_value" double precision,
	"baseline_on" date,
	"target" double precision,
	"by_on" date,
	"is_live" boolean DEFAULT false NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "key_results_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "key_results" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "metric_pulls" (
	"workspace_id" uuid NOT NULL,
	"metric_id" uuid NOT NULL,
	"address" text NOT NULL,
	"format" text NOT NULL,
	"list_path" text DEFAULT '' NOT NULL,
	"day_path" text,
	"value_path" text NOT NULL,
	"n_path" text,
	"date_order" text,
	"next_at" timestamp(3) with time zone NOT NULL,
	"claimed_until" timestamp(3) with time zone,
	"last_pulled_at" timestamp(3) with time zone,
	"last_problem" text,
	"last_written" integer,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "metric_pulls_workspace_id_metric_id_pk" PRIMARY KEY("workspace_id","metric_id")
);
--> statement-breakpoint
ALTER TABLE "metric_pulls" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "metrics" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"definition" text DEFAULT '' NOT NULL,
	"unit" text DEFAULT 'count' NOT NULL,
	"currency" text,
	"direction" text DEFAULT 'up' NOT NULL,
	"interval" text DEFAULT 'day' NOT NULL,
	"owner_id" uuid,
	"watch_at" double precision,
	"breach_at" double precision,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "metrics_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "metrics" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "readings" (
	"workspace_id" uuid NOT NULL,
	"metric_id" uuid NOT NULL,
	"on" date NOT NULL,
	"value" double precision NOT NULL,
	"n" integer,
	"source" text NOT NULL,
	"entered_by" uuid,
	"entered_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "readings_workspace_id_metric_id_on_pk" PRIMARY KEY("workspace_id","metric_id","on"),
	CONSTRAINT "readings_n" CHECK ("readings"."n" >= 0)
);
--> statement-breakpoint
ALTER TABLE "readings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "objectives" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"statement" text NOT NULL,
	"why" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"owner_id" uuid,
	"from_on" date,
	"by_on" date,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "objectives_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "objectives_period" CHECK ("objectives"."by_on" > "objectives"."from_on")
);
--> statement-breakpoint
ALTER TABLE "objectives" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "key_results" ADD CONSTRAINT "key_results_workspace_id_objective_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","objective_id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "key_results" ADD CONSTRAINT "key_results_workspace_id_metric_id_metrics_workspace_id_id_fk" FOREIGN KEY ("workspace_id","metric_id") REFERENCES "public"."metrics"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "metric_pulls" ADD CONSTRAINT "metric_pulls_workspace_id_metric_id_metrics_workspace_id_id_fk" FOREIGN KEY ("workspace_id","metric_id") REFERENCES "public"."metrics"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "metrics" ADD CONSTRAINT "metrics_workspace_id_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "metrics" ADD CONSTRAINT "metrics_workspace_id_owner_id_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","owner_id") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "readings" ADD CONSTRAINT "readings_workspace_id_metric_id_metrics_workspace_id_id_fk" FOREIGN KEY ("workspace_id","metric_id") REFERENCES "public"."metrics"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "readings" ADD CONSTRAINT "readings_workspace_id_entered_by_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","entered_by") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "objectives" ADD CONSTRAINT "objectives_workspace_id_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "objectives" ADD CONSTRAINT "objectives_workspace_id_owner_id_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","owner_id") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "key_results_of_objective" ON "key_results" USING btree ("workspace_id","objective_id");--> statement-breakpoint
CREATE INDEX "key_results_of_metric" ON "key_results" USING btree ("workspace_id","metric_id");--> statement-breakpoint
CREATE INDEX "metric_pulls_due" ON "metric_pulls" USING btree ("next_at");--> statement-breakpoint
CREATE INDEX "metrics_name" ON "metrics" USING btree ("workspace_id",lower("name"));--> statement-breakpoint
CREATE INDEX "objectives_by" ON "objectives" USING btree ("workspace_id","by_on");--> statement-breakpoint
CREATE POLICY "own_workspace" ON "key_results" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("key_results"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "metric_pulls" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("metric_pulls"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "metrics" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("metrics"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "readings" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("readings"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "objectives" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("objectives"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
SELECT adopt_records('metrics', 'metric', 'name', 'definition');
SELECT adopt_records('objectives', 'objective', 'statement', 'why');
SELECT adopt_table('readings');
SELECT adopt_table('key_results');
ALTER TABLE metric_pulls FORCE ROW LEVEL SECURITY;

-- The owner (never the serving role) looks across workspaces.
CREATE POLICY look_up ON metric_pulls FOR SELECT TO CURRENT_USER USING (true);

-- Which pulls are due, across workspaces: the timer knows none, and is told nothing but where to go in.
CREATE FUNCTION due_pulls(most int) RETURNS TABLE (workspace_id uuid, metric_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.workspace_id, p.metric_id FROM metric_pulls p
  WHERE p.next_at <= now() AND (p.claimed_until IS NULL OR p.claimed_until <= now()) ORDER BY p.next_at LIMIT most
$$;
