ALTER TABLE "notifications" ADD COLUMN "comment_id" uuid;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_workspace_id_comment_id_comments_workspace_id_id_fk" FOREIGN KEY ("workspace_id","comment_id") REFERENCES "public"."comments"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "field_values_text" ON "field_values" USING btree ("workspace_id","field_id","text");--> statement-breakpoint
CREATE INDEX "field_values_member" ON "field_values" USING btree ("workspace_id","field_id","member_id");--> statement-breakpoint
CREATE INDEX "notifications_unread" ON "notifications" USING btree ("workspace_id","member_id") WHERE "notifications"."read_at" is null;--> statement-breakpoint
CREATE INDEX "notifications_of_record" ON "notifications" USING btree ("workspace_id","record_id","member_id");--> statement-breakpoint
CREATE UNIQUE INDEX "notifications_once" ON "notifications" USING btree ("workspace_id","comment_id","member_id");--> statement-breakpoint
ALTER TABLE "field_values" ADD CONSTRAINT "field_values_text_fits" CHECK (octet_length("field_values"."text") <= 2000);

-- What this workspace calls a state can be undone like the rest.
CREATE TRIGGER zz_capture_change AFTER INSERT OR UPDATE OR DELETE ON state_names FOR EACH ROW EXECUTE FUNCTION capture_change();

-- The titles of records of any kind, for lists that hold several: notifications, the trail, an address that is only a key.
CREATE FUNCTION record_titles(wanted uuid[]) RETURNS TABLE (record_id uuid, title text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.record_id, s.title FROM search s
  WHERE s.workspace_id = nullif(current_setting('app.ws', true), '')::uuid AND s.record_id = ANY (wanted)
$$;

-- Whose record it is, whatever its kind: who hears when somebody comments on it.
CREATE FUNCTION owners_of(wanted uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT f.assignee_id FROM feedback f WHERE f.workspace_id = nullif(current_setting('app.ws', true), '')::uuid AND f.id = wanted AND f.assignee_id IS NOT NULL
  UNION ALL
  SELECT n.owner_id FROM needs n WHERE n.workspace_id = nullif(current_setting('app.ws', true), '')::uuid AND n.id = wanted AND n.owner_id IS NOT NULL
  UNION ALL
  SELECT f.owner_id FROM features f WHERE f.workspace_id = nullif(current_setting('app.ws', true), '')::uuid AND f.id = wanted AND f.owner_id IS NOT NULL
$$;

-- Before-images are kept for 30 days. The owner sees no more of them than what may go.
CREATE POLICY outdated ON change_rows TO CURRENT_USER USING (at < now() - interval '30 days');
CREATE FUNCTION forget_old_changes() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM change_rows WHERE at < now() - interval '30 days'
$$;
