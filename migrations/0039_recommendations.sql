CREATE TABLE "recommendations" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"proposal" text NOT NULL,
	"observation" text NOT NULL,
	"metric_id" uuid,
	"basis" jsonb,
	"expected_effect" text DEFAULT '' NOT NULL,
	"asked_group" text,
	"asked_of" uuid,
	"due_on" date,
	"state" text DEFAULT 'open' NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"answered_by" uuid,
	"answered_at" timestamp(3) with time zone,
	"became_id" uuid,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "recommendations_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "recommendations_answered" CHECK (("recommendations"."state" = 'open') = ("recommendations"."answered_at" is null))
);
--> statement-breakpoint
ALTER TABLE "recommendations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_workspace_id_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_workspace_id_product_id_products_workspace_id_id_fk" FOREIGN KEY ("workspace_id","product_id") REFERENCES "public"."products"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_workspace_id_metric_id_metrics_workspace_id_id_fk" FOREIGN KEY ("workspace_id","metric_id") REFERENCES "public"."metrics"("workspace_id","id") ON DELETE set null ("metric_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_workspace_id_asked_of_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","asked_of") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_workspace_id_answered_by_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","answered_by") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recommendations" ADD CONSTRAINT "recommendations_workspace_id_became_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","became_id") REFERENCES "public"."records"("workspace_id","id") ON DELETE set null ("became_id") ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "recommendations_of_metric" ON "recommendations" USING btree ("workspace_id","metric_id");--> statement-breakpoint
CREATE INDEX "recommendations_became" ON "recommendations" USING btree ("workspace_id","became_id");--> statement-breakpoint
CREATE POLICY "own_workspace" ON "recommendations" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("recommendations"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
SELECT adopt_records('recommendations', 'recommendation', 'proposal', 'observation', 'expected_effect');
