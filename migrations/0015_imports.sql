CREATE TABLE "import_changes" (
	"workspace_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"table_name" text NOT NULL,
	"key" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"version" integer,
	CONSTRAINT "import_changes_workspace_id_batch_id_table_name_key_pk" PRIMARY KEY("workspace_id","batch_id","table_name","key")
);
--> statement-breakpoint
ALTER TABLE "import_changes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "import_mappings" (
	"workspace_id" uuid NOT NULL,
	"target" text NOT NULL,
	"source_system" text NOT NULL,
	"format" text,
	"mapping" jsonb NOT NULL,
	"date_order" text,
	"saved_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "import_mappings_workspace_id_target_source_system_pk" PRIMARY KEY("workspace_id","target","source_system")
);
--> statement-breakpoint
ALTER TABLE "import_mappings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "record_sources" (
	"workspace_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"source_system" text NOT NULL,
	"source_id" text NOT NULL,
	"record_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"made" boolean NOT NULL,
	CONSTRAINT "record_sources_workspace_id_kind_source_system_source_id_pk" PRIMARY KEY("workspace_id","kind","source_system","source_id")
);
--> statement-breakpoint
ALTER TABLE "record_sources" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "import_batches" ADD COLUMN "target" text DEFAULT 'feedback' NOT NULL;--> statement-breakpoint
ALTER TABLE "import_batches" ADD COLUMN "format" text;--> statement-breakpoint
ALTER TABLE "import_changes" ADD CONSTRAINT "import_changes_workspace_id_batch_id_import_batches_workspace_id_id_fk" FOREIGN KEY ("workspace_id","batch_id") REFERENCES "public"."import_batches"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_sources" ADD CONSTRAINT "record_sources_workspace_id_record_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","record_id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_sources" ADD CONSTRAINT "record_sources_workspace_id_batch_id_import_batches_workspace_id_id_fk" FOREIGN KEY ("workspace_id","batch_id") REFERENCES "public"."import_batches"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "record_sources_of_record" ON "record_sources" USING btree ("workspace_id","record_id");--> statement-breakpoint
CREATE INDEX "record_sources_of_batch" ON "record_sources" USING btree ("workspace_id","batch_id");--> statement-breakpoint
CREATE POLICY "own_workspace" ON "import_changes" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("import_changes"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "import_mappings" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("import_mappings"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "record_sources" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("record_sources"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint

ALTER TABLE record_sources FORCE ROW LEVEL SECURITY;
ALTER TABLE import_changes FORCE ROW LEVEL SECURITY;
ALTER TABLE import_mappings FORCE ROW LEVEL SECURITY;
