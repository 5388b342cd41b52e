CREATE TABLE "readiness_days" (
	"workspace_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"on" date NOT NULL,
	"quality" text NOT NULL,
	"met" integer NOT NULL,
	"applicable" integer NOT NULL,
	"value" double precision,
	CONSTRAINT "readiness_days_workspace_id_subject_id_on_quality_pk" PRIMARY KEY("workspace_id","subject_id","on","quality")
);
--> statement-breakpoint
ALTER TABLE "readiness_days" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "readiness_days" ADD CONSTRAINT "readiness_days_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "readiness_days_on" ON "readiness_days" USING btree ("workspace_id","on");--> statement-breakpoint
CREATE POLICY "own_workspace" ON "readiness_days" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("readiness_days"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
SELECT adopt_table('readiness_days');
--> statement-breakpoint
-- Where a day is still to be kept, across workspaces: the timer knows none, and is told nothing but where to go in.
CREATE FUNCTION due_readiness_days(today date, most int) RETURNS TABLE (workspace_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.id FROM workspaces w
  WHERE EXISTS (SELECT FROM features f WHERE f.workspace_id = w.id AND f.state IN ('evaluated', 'planned', 'building'))
    AND NOT EXISTS (SELECT FROM readiness_days d WHERE d.workspace_id = w.id AND d."on" = today) LIMIT most
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION due_readiness_days(date, int) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION due_readiness_days(date, int) TO throughline_app;
