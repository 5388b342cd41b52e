ALTER TABLE "studies" ADD COLUMN "segment_id" uuid;--> statement-breakpoint
ALTER TABLE "assets" ADD COLUMN "competitor_id" uuid;--> statement-breakpoint
ALTER TABLE "launches" ADD COLUMN "milestone_id" uuid;--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "segment_id" uuid;--> statement-breakpoint
ALTER TABLE "studies" ADD CONSTRAINT "studies_workspace_id_segment_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","segment_id") REFERENCES "public"."records"("workspace_id","id") ON DELETE SET NULL ("segment_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assets" ADD CONSTRAINT "assets_workspace_id_competitor_id_competitors_workspace_id_id_fk" FOREIGN KEY ("workspace_id","competitor_id") REFERENCES "public"."competitors"("workspace_id","id") ON DELETE SET NULL ("competitor_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "launches" ADD CONSTRAINT "launches_workspace_id_milestone_id_milestones_workspace_id_id_fk" FOREIGN KEY ("workspace_id","milestone_id") REFERENCES "public"."milestones"("workspace_id","id") ON DELETE SET NULL ("milestone_id") ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_workspace_id_segment_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","segment_id") REFERENCES "public"."records"("workspace_id","id") ON DELETE SET NULL ("segment_id") ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "studies_of_segment" ON "studies" USING btree ("workspace_id","segment_id");--> statement-breakpoint
CREATE INDEX "assets_against" ON "assets" USING btree ("workspace_id","competitor_id");--> statement-breakpoint
CREATE INDEX "launches_of_milestone" ON "launches" USING btree ("workspace_id","milestone_id");--> statement-breakpoint
CREATE INDEX "findings_of_segment" ON "findings" USING btree ("workspace_id","segment_id");--> statement-breakpoint
-- Words become the records that they name; words that name none stay, in the text beside.
ALTER TABLE studies NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE findings NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE assets NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE segments NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE competitors NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE change_rows NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE studies t SET segment_id = s.id, segment = '' FROM segments s WHERE s.workspace_id = t.workspace_id AND lower(s.name) = lower(t.segment);--> statement-breakpoint
UPDATE findings t SET segment_id = s.id, segment = '' FROM segments s WHERE s.workspace_id = t.workspace_id AND lower(s.name) = lower(t.segment);--> statement-breakpoint
UPDATE assets t SET competitor_id = c.id, rival = '' FROM competitors c WHERE c.workspace_id = t.workspace_id AND lower(c.name) = lower(t.rival);--> statement-breakpoint
UPDATE studies SET body = concat_ws(E'\n\n', nullif(body, ''), 'Segment: ' || segment) WHERE segment <> '';--> statement-breakpoint
UPDATE findings SET detail = concat_ws(E'\n\n', nullif(detail, ''), 'Segment: ' || segment) WHERE segment <> '';--> statement-breakpoint
UPDATE assets SET body = concat_ws(E'\n\n', nullif(body, ''), 'Against: ' || rival) WHERE rival <> '';--> statement-breakpoint
-- What was changed before is undone in the columns that there are.
UPDATE change_rows SET before = before - '{segment,rival}'::text[], after = after - '{segment,rival}'::text[] WHERE table_name IN ('studies', 'findings', 'assets');--> statement-breakpoint
ALTER TABLE studies FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE findings FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE assets FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE segments FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE competitors FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE change_rows FORCE ROW LEVEL SECURITY;--> statement-breakpoint
DO $$
DECLARE one record;
BEGIN
  FOR one IN SELECT * FROM (VALUES ('studies', $a$'study', 'title', 'body'$a$, 'title, body'), ('findings', $a$'finding', 'statement', 'detail'$a$, 'statement, detail'),
    ('assets', $a$'asset', 'title', 'body', 'audience'$a$, 'title, body, audience')) AS x (of_table, arguments, columns) LOOP
    EXECUTE format('DROP TRIGGER search_added ON %s', one.of_table);
    EXECUTE format('DROP TRIGGER search_sync_update ON %s', one.of_table);
    EXECUTE format('CREATE TRIGGER search_added AFTER INSERT ON %s REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION search_added(%s)', one.of_table, one.arguments);
    EXECUTE format('CREATE TRIGGER search_sync_update AFTER UPDATE OF %s ON %s FOR EACH ROW EXECUTE FUNCTION search_sync(%s)', one.columns, one.of_table, one.arguments);
  END LOOP;
END $$;--> statement-breakpoint
ALTER TABLE "studies" DROP COLUMN "segment";--> statement-breakpoint
ALTER TABLE "assets" DROP COLUMN "rival";--> statement-breakpoint
ALTER TABLE "findings" DROP COLUMN "segment";--> statement-breakpoint
ALTER TABLE "launches" ADD CONSTRAINT "launches_one_date" CHECK ("launches"."milestone_id" is null or "launches"."launches_on" is null);