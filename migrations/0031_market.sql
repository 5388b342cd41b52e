CREATE TABLE "asset_reads" (
	"workspace_id" uuid NOT NULL,
	"asset_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"read_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "asset_reads_workspace_id_asset_id_member_id_pk" PRIMARY KEY("workspace_id","asset_id","member_id")
);
--> statement-breakpoint
ALTER TABLE "asset_reads" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "assets" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"audience" text DEFAULT '' NOT NULL,
	"rival" text DEFAULT '' NOT NULL,
	"fresh_until" date NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "assets_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "assets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "claims" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"owner_id" uuid NOT NULL,
	"text" text NOT NULL,
	"cited_id" uuid,
	"cited_title" text NOT NULL,
	"cited_print" text NOT NULL,
	"cited_at" timestamp(3) with time zone NOT NULL,
	"cited_by" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "claims_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "claims" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "launch_items" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"launch_id" uuid NOT NULL,
	"title" text NOT NULL,
	"group" text NOT NULL,
	"owner_id" uuid,
	"offset_days" integer NOT NULL,
	"done_at" timestamp(3) with time zone,
	"done_by" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "launch_items_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "launch_items" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "launches" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"title" text NOT NULL,
	"tier" integer NOT NULL,
	"launches_on" date,
	"positioning" text DEFAULT '' NOT NULL,
	"price" text DEFAULT '' NOT NULL,
	"channels" text DEFAULT '' NOT NULL,
	"owner_id" uuid,
	"state" text DEFAULT 'planned' NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "launches_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "launches_tier" CHECK ("launches"."tier" between 1 and 3)
);
--> statement-breakpoint
ALTER TABLE "launches" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "messages" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"segment_id" uuid NOT NULL,
	"promise" text NOT NULL,
	"call" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "messages_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "messages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tellings" (
	"workspace_id" uuid NOT NULL,
	"feature_id" uuid NOT NULL,
	"voice_id" uuid NOT NULL,
	"told_by" uuid,
	"told_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "tellings_workspace_id_feature_id_voice_id_pk" PRIMARY KEY("workspace_id","feature_id","voice_id")
);
--> statement-breakpoint
ALTER TABLE "tellings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "asset_reads" ADD CONSTRAINT "asset_reads_workspace_id_asset_id_assets_workspace_id_id_fk" FOREIGN KEY ("workspace_id","asset_id") REFERENCES "public"."assets"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "asset_reads" ADD CONSTRAINT "asset_reads_workspace_id_member_id_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","member_id") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assets" ADD CONSTRAINT "assets_workspace_id_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_workspace_id_owner_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","owner_id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_workspace_id_cited_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","cited_id") REFERENCES "public"."records"("workspace_id","id") ON DELETE SET NULL ("cited_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_workspace_id_cited_by_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","cited_by") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "launch_items" ADD CONSTRAINT "launch_items_workspace_id_launch_id_launches_workspace_id_id_fk" FOREIGN KEY ("workspace_id","launch_id") REFERENCES "public"."launches"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "launch_items" ADD CONSTRAINT "launch_items_workspace_id_owner_id_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","owner_id") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "launch_items" ADD CONSTRAINT "launch_items_workspace_id_done_by_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","done_by") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "launches" ADD CONSTRAINT "launches_workspace_id_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "launches" ADD CONSTRAINT "launches_workspace_id_owner_id_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","owner_id") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_workspace_id_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_workspace_id_segment_id_segments_workspace_id_id_fk" FOREIGN KEY ("workspace_id","segment_id") REFERENCES "public"."segments"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tellings" ADD CONSTRAINT "tellings_workspace_id_feature_id_features_workspace_id_id_fk" FOREIGN KEY ("workspace_id","feature_id") REFERENCES "public"."features"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tellings" ADD CONSTRAINT "tellings_workspace_id_voice_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","voice_id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tellings" ADD CONSTRAINT "tellings_workspace_id_told_by_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","told_by") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "claims_of_owner" ON "claims" USING btree ("workspace_id","owner_id","id");--> statement-breakpoint
CREATE INDEX "claims_citing" ON "claims" USING btree ("workspace_id","cited_id");--> statement-breakpoint
CREATE INDEX "launch_items_of_launch" ON "launch_items" USING btree ("workspace_id","launch_id","offset_days");--> statement-breakpoint
CREATE INDEX "messages_of_segment" ON "messages" USING btree ("workspace_id","segment_id","id");--> statement-breakpoint
CREATE POLICY "own_workspace" ON "asset_reads" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("asset_reads"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "assets" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("assets"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "claims" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("claims"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "launch_items" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("launch_items"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "launches" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("launches"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "messages" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("messages"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "tellings" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("tellings"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
SELECT adopt_records('messages', 'message', 'promise', 'call');
--> statement-breakpoint
SELECT adopt_records('launches', 'launch', 'title', 'positioning', 'price', 'channels');
--> statement-breakpoint
SELECT adopt_records('assets', 'asset', 'title', 'body', 'audience', 'rival');
--> statement-breakpoint
SELECT adopt_table('claims'), adopt_table('launch_items'), adopt_table('tellings'), adopt_table('asset_reads');
--> statement-breakpoint
-- What records of any kind say, as a print that other words change and the order of edits does not: taken back, a change leaves the same one.
CREATE FUNCTION record_prints(wanted uuid[]) RETURNS TABLE (record_id uuid, title text, print text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.record_id, s.title, md5(s.title || ' ' || s.words::text) FROM search s
  WHERE s.workspace_id = nullif(current_setting('app.ws', true), '')::uuid AND s.record_id = ANY (wanted)
$$;
