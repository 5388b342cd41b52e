-- What a table of a workspace needs beside its columns, in one line of its migration: rows of this workspace only, also for the owner, and
-- before-images for undo.
CREATE FUNCTION adopt_table(of_table regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', of_table);
  EXECUTE format('CREATE TRIGGER zz_capture_change AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION capture_change()', of_table);
END $$;

-- The same for the table of a kind of record, with its words for search: the first column is its title.
CREATE FUNCTION adopt_records(of_table regclass, kind text, VARIADIC columns text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE arguments text;
BEGIN
  PERFORM adopt_table(of_table);
  SELECT string_agg(quote_literal(a), ', ' ORDER BY place) INTO arguments FROM unnest(kind || columns) WITH ORDINALITY x (a, place);
  EXECUTE format('CREATE TRIGGER search_added AFTER INSERT ON %s REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION search_added(%s)', of_table, arguments);
  EXECUTE format('CREATE TRIGGER search_sync_update AFTER UPDATE OF %s ON %s FOR EACH ROW EXECUTE FUNCTION search_sync(%s)',
    (SELECT string_agg(quote_ident(c), ', ') FROM unnest(columns) c), of_table, arguments);
END $$;

-- The tables of kinds of records: their id is one of the spine.
CREATE FUNCTION record_tables() RETURNS SETOF regclass LANGUAGE sql STABLE AS $$
  SELECT con.conrelid::regclass FROM pg_constraint con JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = ANY (con.conkey)
  WHERE con.contype = 'f' AND con.confrelid = 'records'::regclass AND a.attname = 'id'
$$;

-- The columns by which rows of a table speak of records: the own id in the table of a kind, else every reference to one.
CREATE FUNCTION record_columns(of_table regclass) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN of_table IN (SELECT record_tables()) THEN ARRAY['id'] ELSE (
    SELECT coalesce(array_agg(DISTINCT a.attname::text), '{}') FROM pg_constraint con
    JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = ANY (con.conkey) AND a.attname <> 'workspace_id'
    WHERE con.contype = 'f' AND con.conrelid = of_table AND (con.confrelid = 'records'::regclass OR con.confrelid IN (SELECT record_tables()))) END
$$;

-- Puts a change back, newest row first. What a cascade deleted was captured after what it hung on, so a row whose parent is
-- still missing waits for the next pass, and the rows of its table with it, in their order. A row that somebody changed since raises TL001 and nothing is put back.
-- The putting back is itself captured under `app.change`, so that it can be undone too. Returns the records it touched, of whatever kind.
CREATE OR REPLACE FUNCTION undo_change(change uuid) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE
  r record; this regclass; keys text[]; condition text; assignments text; found_row jsonb; changed text; bump boolean; told text;
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
      FOREACH told IN ARRAY record_columns(this) LOOP
        IF r.after ->> told IS NOT NULL THEN RETURN NEXT (r.after ->> told)::uuid; END IF;
        IF r.before ->> told IS NOT NULL THEN RETURN NEXT (r.before ->> told)::uuid; END IF;
      END LOOP;
    END LOOP;
    IF NOT progressed THEN RAISE EXCEPTION 'changed since' USING ERRCODE = 'TL001', DETAIL = stuck[1]; END IF;
    pending := waiting;
  END LOOP;
  DELETE FROM change_rows c WHERE c.change_id = change;
END $$;

-- Whether somebody built on a record since a change made it: taking the record away would take along what they added, whatever hangs on it.
-- What the change itself put there, or moved there, goes back with it. Labels and values of fields are of the record and go along.
CREATE OR REPLACE FUNCTION used_since(change uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE f record; used boolean; own text;
BEGIN
  IF NOT EXISTS (SELECT FROM change_rows c WHERE c.change_id = change AND c.table_name = 'records' AND c.before IS NULL) THEN RETURN false; END IF;
  FOR f IN
    SELECT con.conrelid::regclass AS of_table, c.relname, a.attname FROM pg_constraint con
    JOIN pg_class c ON c.oid = con.conrelid
    JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = ANY (con.conkey) AND a.attname <> 'workspace_id'
    WHERE con.contype = 'f' AND con.confdeltype = 'c' AND (con.confrelid = 'records'::regclass OR con.confrelid IN (SELECT record_tables()))
      AND NOT (con.confrelid = 'records'::regclass AND a.attname = 'id') AND c.relname NOT IN ('record_labels', 'field_values')
      AND EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = con.conrelid AND t.tgname = 'zz_capture_change')
  LOOP
    SELECT string_agg(format('%L, x.%I', k, k), ', ') INTO own FROM unnest(key_columns(f.of_table)) k;
    EXECUTE format('SELECT EXISTS (SELECT FROM change_rows m JOIN %s x ON x.workspace_id = m.workspace_id AND x.%I = (m.after ->> ''id'')::uuid
      WHERE m.change_id = $1 AND m.table_name = ''records'' AND m.before IS NULL AND NOT EXISTS (
        SELECT FROM change_rows t WHERE t.change_id = $1 AND t.table_name = %L AND t.after @> jsonb_build_object(%s)))',
      f.of_table, f.attname, f.relname, own) INTO used USING change;
    IF used THEN RETURN true; END IF;
  END LOOP;
  RETURN false;
END $$;
