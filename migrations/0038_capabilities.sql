CREATE TABLE "capabilities" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"feature_id" uuid,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "capabilities_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "capabilities_named" CHECK (("capabilities"."name" = '') = ("capabilities"."feature_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "capabilities" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "capability_stands" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"capability_id" uuid NOT NULL,
	"competitor_id" uuid,
	"stance" text NOT NULL,
	"address" text,
	"as_of" date,
	CONSTRAINT "capability_stands_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "capability_stands_once" UNIQUE NULLS NOT DISTINCT("workspace_id","capability_id","competitor_id")
);
--> statement-breakpoint
ALTER TABLE "capability_stands" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "capabilities" ADD CONSTRAINT "capabilities_workspace_id_feature_id_features_workspace_id_id_fk" FOREIGN KEY ("workspace_id","feature_id") REFERENCES "public"."features"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "capability_stands" ADD CONSTRAINT "capability_stands_workspace_id_capability_id_capabilities_workspace_id_id_fk" FOREIGN KEY ("workspace_id","capability_id") REFERENCES "public"."capabilities"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "capability_stands" ADD CONSTRAINT "capability_stands_workspace_id_competitor_id_competitors_workspace_id_id_fk" FOREIGN KEY ("workspace_id","competitor_id") REFERENCES "public"."competitors"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "capabilities_feature" ON "capabilities" USING btree ("workspace_id","feature_id");--> statement-breakpoint
CREATE INDEX "capability_stands_of_competitor" ON "capability_stands" USING btree ("workspace_id","competitor_id");--> statement-breakpoint
CREATE POLICY "own_workspace" ON "capabilities" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("capabilities"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "capability_stands" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("capability_stands"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
SELECT adopt_table('capabilities');--> statement-breakpoint
SELECT adopt_table('capability_stands');
