CREATE TABLE "file_pins" (
	"workspace_id" uuid NOT NULL,
	"comment_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"x" real NOT NULL,
	"y" real NOT NULL,
	CONSTRAINT "file_pins_workspace_id_comment_id_pk" PRIMARY KEY("workspace_id","comment_id"),
	CONSTRAINT "file_pins_inside" CHECK ("file_pins"."x" between 0 and 1 and "file_pins"."y" between 0 and 1)
);
--> statement-breakpoint
ALTER TABLE "file_pins" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "file_pins" ADD CONSTRAINT "file_pins_workspace_id_comment_id_comments_workspace_id_id_fk" FOREIGN KEY ("workspace_id","comment_id") REFERENCES "public"."comments"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_pins" ADD CONSTRAINT "file_pins_workspace_id_file_id_files_workspace_id_id_fk" FOREIGN KEY ("workspace_id","file_id") REFERENCES "public"."files"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "file_pins_of_file" ON "file_pins" USING btree ("workspace_id","file_id");--> statement-breakpoint
CREATE POLICY "own_workspace" ON "file_pins" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("file_pins"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
SELECT adopt_table('file_pins');
