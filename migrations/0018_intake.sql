CREATE TABLE "intake_deliveries" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "intake_deliveries_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source_id" uuid NOT NULL,
	"delivery_id" text,
	"at" timestamp(3) with time zone NOT NULL,
	"state" text NOT NULL,
	"problem" text,
	"feedback_id" uuid,
	"payload" jsonb,
	CONSTRAINT "intake_deliveries_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "intake_deliveries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "intake_sources" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"name" text NOT NULL,
	"source_system" text NOT NULL,
	"product_id" uuid NOT NULL,
	"channel" text,
	"mapping" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"state" text DEFAULT 'on' NOT NULL,
	"signature_header" text,
	"secret_number" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "intake_sources_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "intake_sources" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "intake_deliveries" ADD CONSTRAINT "intake_deliveries_workspace_id_source_id_intake_sources_workspace_id_id_fk" FOREIGN KEY ("workspace_id","source_id") REFERENCES "public"."intake_sources"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intake_deliveries" ADD CONSTRAINT "intake_deliveries_workspace_id_feedback_id_feedback_workspace_id_id_fk" FOREIGN KEY ("workspace_id","feedback_id") REFERENCES "public"."feedback"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intake_sources" ADD CONSTRAINT "intake_sources_workspace_id_product_id_products_workspace_id_id_fk" FOREIGN KEY ("workspace_id","product_id") REFERENCES "public"."products"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "intake_deliveries_once" ON "intake_deliveries" USING btree ("workspace_id","source_id","delivery_id");--> statement-breakpoint
CREATE INDEX "intake_deliveries_of" ON "intake_deliveries" USING btree ("workspace_id","source_id","position" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "intake_deliveries_feedback" ON "intake_deliveries" USING btree ("workspace_id","feedback_id");--> statement-breakpoint
CREATE UNIQUE INDEX "intake_sources_system" ON "intake_sources" USING btree ("workspace_id","source_system");--> statement-breakpoint
CREATE POLICY "own_workspace" ON "intake_deliveries" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("intake_deliveries"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "intake_sources" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("intake_sources"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint

ALTER TABLE intake_sources FORCE ROW LEVEL SECURITY;
ALTER TABLE intake_deliveries FORCE ROW LEVEL SECURITY;

-- Whoever sends says no workspace: the owner (never the serving role) finds the source by its id, which the address or its key names.
CREATE POLICY look_up ON intake_sources FOR SELECT TO CURRENT_USER USING (true);
CREATE FUNCTION intake_source_by_id(wanted uuid)
RETURNS TABLE (workspace_id uuid, id uuid, name text, state text, secret_number integer, signature_header text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.workspace_id, s.id, s.name, s.state, s.secret_number, s.signature_header FROM intake_sources s WHERE s.id = wanted
$$;
