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
      ELSIF r.table_name IN ('record_labels', 'field_values', 'comments') THEN
        RETURN NEXT (coalesce(r.after, r.before) ->> 'record_id')::uuid;
      END IF;
    END LOOP;
    IF NOT progressed THEN RAISE EXCEPTION 'changed since' USING ERRCODE = 'TL001', DETAIL = stuck[1]; END IF;
    pending := waiting;
  END LOOP;
  DELETE FROM change_rows c WHERE c.change_id = change;
END $$;
