CREATE TABLE "webhook_deliveries" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "webhook_deliveries_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"webhook_id" uuid NOT NULL,
	"activity_id" uuid,
	"kind" text NOT NULL,
	"record_id" uuid,
	"actor_id" uuid,
	"at" timestamp(3) with time zone NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp(3) with time zone NOT NULL,
	"claimed_until" timestamp(3) with time zone,
	"status" integer,
	"problem" text,
	"delivered_at" timestamp(3) with time zone,
	"took_ms" integer,
	CONSTRAINT "webhook_deliveries_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "webhooks" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"url" text NOT NULL,
	"name" text NOT NULL,
	"topics" text[] NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"stop_reason" text,
	"secret_number" integer DEFAULT 1 NOT NULL,
	"secret_renewed_at" timestamp(3) with time zone,
	"failures_in_a_row" integer DEFAULT 0 NOT NULL,
	"rests_until" timestamp(3) with time zone,
	"last_delivered_at" timestamp(3) with time zone,
	"created_by" uuid,
	"created_at" timestamp(3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "webhooks_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "webhooks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_workspace_id_webhook_id_webhooks_workspace_id_id_fk" FOREIGN KEY ("workspace_id","webhook_id") REFERENCES "public"."webhooks"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_of" ON "webhook_deliveries" USING btree ("workspace_id","webhook_id","position" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("next_at") WHERE "webhook_deliveries"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_before" ON "webhook_deliveries" USING btree ("workspace_id","webhook_id","record_id","position") WHERE "webhook_deliveries"."state" = 'waiting';--> statement-breakpoint
CREATE POLICY "own_workspace" ON "webhook_deliveries" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("webhook_deliveries"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "webhooks" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("webhooks"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
ALTER TABLE "webhooks" FORCE ROW LEVEL SECURITY;
ALTER TABLE "webhook_deliveries" FORCE ROW LEVEL SECURITY;

-- What is told to receivers is written with what it tells, so nothing that was committed is missed. One statement for all activities of a statement.
CREATE FUNCTION queue_webhooks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO webhook_deliveries (workspace_id, webhook_id, activity_id, kind, record_id, actor_id, at, next_at)
  SELECT f.workspace_id, w.id, f.id, f.kind, f.record_id, f.actor_id, f.at, f.at
  FROM fresh f JOIN webhooks w ON w.workspace_id = f.workspace_id AND w.state = 'active' AND split_part(f.kind, '.', 1) = ANY (w.topics)
  ORDER BY f.id;
  RETURN NULL;
END $$;
CREATE TRIGGER queue_webhooks AFTER INSERT ON activities REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION queue_webhooks();

-- Which receivers have something to be sent, whatever their workspace: the one question of the sender that is asked across them.
CREATE POLICY look_up ON webhooks FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY look_up ON webhook_deliveries FOR SELECT TO CURRENT_USER USING (true);
CREATE FUNCTION due_webhooks(most int) RETURNS TABLE (workspace_id uuid, webhook_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT d.workspace_id, d.webhook_id FROM webhook_deliveries d JOIN webhooks w ON w.workspace_id = d.workspace_id AND w.id = d.webhook_id
  WHERE d.state = 'waiting' AND d.next_at <= now() AND (d.claimed_until IS NULL OR d.claimed_until <= now())
    AND w.state = 'active' AND (w.rests_until IS NULL OR w.rests_until <= now())
  GROUP BY d.workspace_id, d.webhook_id ORDER BY min(d.next_at) LIMIT most
$$;

-- Messages that arrived or failed are kept for 30 days.
CREATE POLICY outdated ON webhook_deliveries TO CURRENT_USER USING (state <> 'waiting' AND at < now() - interval '30 days');
CREATE FUNCTION forget_old_deliveries() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM webhook_deliveries WHERE state <> 'waiting' AND at < now() - interval '30 days'
$$;
