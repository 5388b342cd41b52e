CREATE TABLE "customer_stories" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"title" text NOT NULL,
	"account_id" uuid,
	"contact_id" uuid,
	"persona_id" uuid,
	"feedback_id" uuid,
	"happened" text DEFAULT '' NOT NULL,
	"instead" text DEFAULT '' NOT NULL,
	"cost" text DEFAULT '' NOT NULL,
	"consent" text DEFAULT 'not-asked' NOT NULL,
	"consent_on" date,
	"state" text DEFAULT 'draft' NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "customer_stories_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "customer_stories" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "customer_stories" ADD CONSTRAINT "customer_stories_workspace_id_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_stories" ADD CONSTRAINT "customer_stories_workspace_id_product_id_products_workspace_id_id_fk" FOREIGN KEY ("workspace_id","product_id") REFERENCES "public"."products"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_stories" ADD CONSTRAINT "customer_stories_workspace_id_account_id_accounts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","account_id") REFERENCES "public"."accounts"("workspace_id","id") ON DELETE set null ("account_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_stories" ADD CONSTRAINT "customer_stories_workspace_id_contact_id_contacts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE set null ("contact_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_stories" ADD CONSTRAINT "customer_stories_workspace_id_persona_id_personas_workspace_id_id_fk" FOREIGN KEY ("workspace_id","persona_id") REFERENCES "public"."personas"("workspace_id","id") ON DELETE set null ("persona_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_stories" ADD CONSTRAINT "customer_stories_workspace_id_feedback_id_feedback_workspace_id_id_fk" FOREIGN KEY ("workspace_id","feedback_id") REFERENCES "public"."feedback"("workspace_id","id") ON DELETE set null ("feedback_id") ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "customer_stories_feedback" ON "customer_stories" USING btree ("workspace_id","feedback_id");--> statement-breakpoint
CREATE INDEX "customer_stories_of_account" ON "customer_stories" USING btree ("workspace_id","account_id");--> statement-breakpoint
CREATE INDEX "customer_stories_of_contact" ON "customer_stories" USING btree ("workspace_id","contact_id");--> statement-breakpoint
CREATE INDEX "customer_stories_of_persona" ON "customer_stories" USING btree ("workspace_id","persona_id");--> statement-breakpoint
CREATE INDEX "customer_stories_updated" ON "customer_stories" USING btree ("workspace_id","updated_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE POLICY "own_workspace" ON "customer_stories" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("customer_stories"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
-- Above: what a story names is emptied when it is deleted, and nothing else of the row.
SELECT adopt_records('customer_stories', 'customer-story', 'title', 'happened', 'instead', 'cost');
