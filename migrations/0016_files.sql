CREATE TABLE "file_contents" (
	"workspace_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"type" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"thumbnail" "bytea",
	"width" integer,
	"height" integer,
	CONSTRAINT "file_contents_workspace_id_sha256_pk" PRIMARY KEY("workspace_id","sha256"),
	CONSTRAINT "file_contents_are_what_they_say" CHECK ("file_contents"."sha256" = encode(sha256("file_contents"."bytes"), 'hex')),
	CONSTRAINT "file_contents_fit" CHECK (octet_length("file_contents"."bytes") between 1 and 10000000 and coalesce(octet_length("file_contents"."thumbnail"), 0) <= 500000)
);
--> statement-breakpoint
ALTER TABLE "file_contents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "file_usage" (
	"workspace_id" uuid NOT NULL,
	"bytes" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "file_usage_workspace_id_pk" PRIMARY KEY("workspace_id")
);
--> statement-breakpoint
ALTER TABLE "file_usage" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "files" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"sha256" text NOT NULL,
	"name" text NOT NULL,
	"record_id" uuid,
	"comment_id" uuid,
	"draft_of" uuid,
	"added_by" uuid,
	"added_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "files_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "files_are_somewhere" CHECK (("files"."record_id" is null) = ("files"."draft_of" is not null) and ("files"."comment_id" is null or "files"."record_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "files" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_workspace_id_sha256_file_contents_workspace_id_sha256_fk" FOREIGN KEY ("workspace_id","sha256") REFERENCES "public"."file_contents"("workspace_id","sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_workspace_id_record_id_records_workspace_id_id_fk" FOREIGN KEY ("workspace_id","record_id") REFERENCES "public"."records"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_workspace_id_comment_id_comments_workspace_id_id_fk" FOREIGN KEY ("workspace_id","comment_id") REFERENCES "public"."comments"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_workspace_id_added_by_members_workspace_id_id_fk" FOREIGN KEY ("workspace_id","added_by") REFERENCES "public"."members"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "files_of_record" ON "files" USING btree ("workspace_id","record_id","id");--> statement-breakpoint
CREATE INDEX "files_of_comment" ON "files" USING btree ("workspace_id","comment_id");--> statement-breakpoint
CREATE INDEX "files_of_content" ON "files" USING btree ("workspace_id","sha256");--> statement-breakpoint
CREATE POLICY "own_workspace" ON "file_contents" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("file_contents"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "file_usage" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("file_usage"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "own_workspace" ON "files" AS PERMISSIVE FOR ALL TO "throughline_app" USING ("files"."workspace_id" = nullif(current_setting('app.ws', true), '')::uuid);--> statement-breakpoint

ALTER TABLE files FORCE ROW LEVEL SECURITY;
ALTER TABLE file_contents FORCE ROW LEVEL SECURITY;
ALTER TABLE file_usage FORCE ROW LEVEL SECURITY;
-- Pictures and PDFs are packed already; kept as they are, a part of one is read without the rest.
ALTER TABLE file_contents ALTER COLUMN bytes SET STORAGE EXTERNAL, ALTER COLUMN thumbnail SET STORAGE EXTERNAL;

-- Room. Whatever adds or removes a content, the count follows in the same transaction; of two writers the second waits, then sees what the first left.
CREATE FUNCTION count_file_bytes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO file_usage (workspace_id, bytes) VALUES (NEW.workspace_id, octet_length(NEW.bytes) + coalesce(octet_length(NEW.thumbnail), 0))
    ON CONFLICT (workspace_id) DO UPDATE SET bytes = file_usage.bytes + excluded.bytes;
  ELSE
    UPDATE file_usage u SET bytes = u.bytes - octet_length(OLD.bytes) - coalesce(octet_length(OLD.thumbnail), 0) WHERE u.workspace_id = OLD.workspace_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER count_file_bytes AFTER INSERT OR DELETE ON file_contents FOR EACH ROW EXECUTE FUNCTION count_file_bytes();

-- Undo keeps where a file was; its content stays for as long as a change that names it is kept.
CREATE TRIGGER zz_capture_change AFTER INSERT OR UPDATE OR DELETE ON files FOR EACH ROW EXECUTE FUNCTION capture_change();

-- In the transaction's own workspace: files for comments that nobody said within a day, and contents that no file has and no undo brings back.
-- The lock is the one that whoever attaches takes, so that nothing goes that is just being attached.
CREATE FUNCTION forget_unused_files() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE home uuid := nullif(current_setting('app.ws', true), '')::uuid;
BEGIN
  PERFORM 1 FROM file_usage u WHERE u.workspace_id = home FOR UPDATE;
  DELETE FROM files f WHERE f.workspace_id = home AND f.draft_of IS NOT NULL AND f.added_at < now() - interval '24 hours';
  DELETE FROM file_contents c WHERE c.workspace_id = home
    AND NOT EXISTS (SELECT FROM files f WHERE f.workspace_id = home AND f.sha256 = c.sha256)
    AND c.sha256 NOT IN (
      SELECT r.image ->> 'sha256' FROM (
        SELECT unnest(ARRAY[x.before, x.after]) AS image FROM change_rows x WHERE x.workspace_id = home AND x.table_name = 'files') r
      WHERE r.image IS NOT NULL AND jsonb_typeof(r.image) = 'object');
END $$;

-- Where there is something to look at: the one question of the cleaner that is asked across workspaces.
CREATE POLICY look_up ON file_usage FOR SELECT TO CURRENT_USER USING (true);
CREATE FUNCTION workspaces_with_files() RETURNS TABLE (workspace_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.workspace_id FROM file_usage u WHERE u.bytes > 0
$$;

-- Undoing tells of the records whose files it put back.
-- Puts a change back, newest row first. What a cascade deleted was captured after what it hung on, so a row whose parent is
-- still missing waits for the next pass, and the rows of its table with it, in their order. A row that somebody changed since raises TL001 and nothing is put back.
-- The putting back is itself captured under `app.change`, so that it can be undone too. Returns the records it touched.
CREATE OR REPLACE FUNCTION undo_change(change uuid) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE
  r record; this regclass; keys text[]; condition text; assignments text; found_row jsonb; changed text; bump boolean;
  pending bigint[]; waiting bigint[]; stuck text[]; progressed boolean;
BEGIN
  SELECT array_agg(c.position) INTO pending FROM change_rows c WHERE c.change_id = change;
  WHILE cardinality(pending) > 0 LOOP
    waiting := '{}'; stuck := '{}'; progressed := false;
    FOR r IN SELECT c.* FROM change_rows c WHERE c.change_id = change AND c.position = ANY (pending) ORDER BY c.position DESC LOOP
      IF r.table_name = ANY (stuck) THEN waiting := waiting || r.position; CONTINUE; END IF;
      this := ('public.' || quote_ident(r.table_name))::regclass;
      keys := key_columns(this);
      IF r.after IS NULL THEN
        BEGIN
          EXECUTE format('INSERT INTO %s SELECT * FROM jsonb_populate_record(NULL::%s, $1)', this, this) USING r.before;
        EXCEPTION
          WHEN unique_violation THEN RAISE EXCEPTION 'changed since' USING ERRCODE = 'TL001', DETAIL = r.table_name;
          WHEN foreign_key_violation THEN
            stuck := stuck || r.table_name::text; waiting := waiting || r.position;
            CONTINUE;
        END;
      ELSE
        SELECT string_agg(format('%I = (jsonb_populate_record(NULL::%s, $1)).%I', k, this, k), ' AND ') INTO condition FROM unnest(keys) k;
        EXECUTE format('SELECT to_jsonb(t) FROM %s t WHERE %s FOR UPDATE', this, condition) INTO found_row USING r.after;
        IF found_row IS NULL THEN
          RAISE EXCEPTION 'changed since' USING ERRCODE = 'TL001', DETAIL = r.table_name;
        END IF;
        IF r.before IS NULL THEN
          -- What was created may only go while it is as it was made.
          IF (found_row - 'updated_at') IS DISTINCT FROM (r.after - 'updated_at') THEN
            RAISE EXCEPTION 'changed since' USING ERRCODE = 'TL001', DETAIL = r.table_name;
          END IF;
          BEGIN
            EXECUTE format('DELETE FROM %s t WHERE %s', this, condition) USING r.after;
          EXCEPTION WHEN foreign_key_violation THEN RAISE EXCEPTION 'changed since' USING ERRCODE = 'TL001', DETAIL = r.table_name;
          END;
        ELSE
          -- Only the columns this change set are put back; each must still hold what the change left there.
          SELECT string_agg(b.key, ', ') INTO changed FROM jsonb_each(r.before) b
          WHERE b.value IS DISTINCT FROM r.after -> b.key AND b.key NOT IN ('version', 'updated_at') AND found_row -> b.key IS DISTINCT FROM r.after -> b.key;
          IF changed IS NOT NULL THEN RAISE EXCEPTION 'changed since' USING ERRCODE = 'TL001', DETAIL = changed; END IF;
          SELECT string_agg(format('%I = (jsonb_populate_record(NULL::%s, $2)).%I', b.key, this, b.key), ', ') INTO assignments
          FROM jsonb_each(r.before) b WHERE b.value IS DISTINCT FROM r.after -> b.key AND b.key NOT IN ('version', 'updated_at');
          bump := r.before ? 'version';
          IF assignments IS NOT NULL THEN
            BEGIN
              EXECUTE format('UPDATE %s t SET %s%s%s WHERE %s', this, assignments,
                CASE WHEN bump THEN ', version = t.version + 1' ELSE '' END,
                CASE WHEN r.before ? 'updated_at' THEN ', updated_at = now()' ELSE '' END, condition) USING r.after, r.before;
            EXCEPTION WHEN foreign_key_violation THEN
              -- It referred to a row that is still to come back.
              stuck := stuck || r.table_name::text; waiting := waiting || r.position;
              CONTINUE;
            END;
          END IF;
        END IF;
      END IF;
      progressed := true;
      IF r.table_name IN ('feedback', 'accounts', 'contacts', 'needs', 'features', 'personas') THEN
        RETURN NEXT (coalesce(r.after, r.before) ->> 'id')::uuid;
      ELSIF r.table_name = 'quotes' THEN
        RETURN NEXT (coalesce(r.after, r.before) ->> 'feedback_id')::uuid;
        RETURN NEXT (coalesce(r.after, r.before) ->> 'target_id')::uuid;
        IF r.before IS NOT NULL THEN RETURN NEXT (r.before ->> 'target_id')::uuid; END IF;
      ELSIF r.table_name = 'links' THEN
        RETURN NEXT (coalesce(r.after, r.before) ->> 'from_id')::uuid;
        RETURN NEXT (coalesce(r.after, r.before) ->> 'to_id')::uuid;
      ELSIF r.table_name IN ('record_labels', 'field_values', 'comments', 'files') THEN
        RETURN NEXT (coalesce(r.after, r.before) ->> 'record_id')::uuid;
      END IF;
    END LOOP;
    IF NOT progressed THEN RAISE EXCEPTION 'changed since' USING ERRCODE = 'TL001', DETAIL = stuck[1]; END IF;
    pending := waiting;
  END LOOP;
  DELETE FROM change_rows c WHERE c.change_id = change;
END $$;

-- What somebody added to a record counts as use of it.
-- Whether somebody built on a record since a change made it: taking the record away would take their words with it.
-- What the change itself put there, or moved there, goes back with it.
CREATE OR REPLACE FUNCTION used_since(change uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  WITH touched AS (SELECT c.workspace_id, c.table_name, c.before, c.after FROM change_rows c WHERE c.change_id = change),
  made AS (SELECT t.workspace_id AS home, (t.after ->> 'id')::uuid AS id FROM touched t WHERE t.table_name = 'records' AND t.before IS NULL),
  uses AS (
    SELECT 'quotes' AS of_table, to_jsonb(q) AS now FROM made m JOIN quotes q ON q.workspace_id = m.home AND q.target_id = m.id
    UNION ALL
    SELECT 'quotes', to_jsonb(q) FROM made m JOIN quotes q ON q.workspace_id = m.home AND q.feedback_id = m.id
    UNION ALL
    SELECT 'comments', to_jsonb(c) FROM made m JOIN comments c ON c.workspace_id = m.home AND c.record_id = m.id
    UNION ALL
    SELECT 'files', to_jsonb(f) FROM made m JOIN files f ON f.workspace_id = m.home AND f.record_id = m.id
    UNION ALL
    SELECT 'links', to_jsonb(l) FROM made m JOIN links l ON l.workspace_id = m.home AND l.from_id = m.id
    UNION ALL
    SELECT 'links', to_jsonb(l) FROM made m JOIN links l ON l.workspace_id = m.home AND l.to_id = m.id
  )
  SELECT EXISTS (SELECT FROM uses u WHERE NOT EXISTS (
    SELECT FROM touched t WHERE t.table_name = u.of_table AND t.after IS NOT NULL AND CASE WHEN u.of_table = 'links'
      THEN t.after ->> 'from_id' = u.now ->> 'from_id' AND t.after ->> 'to_id' = u.now ->> 'to_id' AND t.after ->> 'kind' = u.now ->> 'kind'
      ELSE t.after ->> 'id' = u.now ->> 'id' END))
$$;
