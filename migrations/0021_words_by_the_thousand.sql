-- Rows that come by the thousand are read for search by the thousand: their words are split in one statement, and the vocabulary is asked
-- for each word once and not once a row. One row alone costs what it did. A changed row is still read by search_sync, which is told by the
-- changed columns whether there is anything to read; a trigger with those cannot see all rows at once.
-- Arguments: the kind, the column that is the title, then further columns.
CREATE FUNCTION search_added() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE columns text[] := TG_ARGV[1:];
BEGIN
  -- OFFSET 0 keeps what is computed once from being computed wherever it is used.
  WITH split AS MATERIALIZED (
    SELECT p.workspace_id, p.id, p.title, p.plain, to_tsvector('simple', p.plain) AS simple
    FROM (
      SELECT a.workspace_id, a.id, left(coalesce(nullif(a.n ->> columns[1], ''), a.n ->> columns[2], ''), 200) AS title,
        unaccent(left((SELECT string_agg(coalesce(a.n ->> c.name, ''), ' ' ORDER BY c.place) FROM unnest(columns) WITH ORDINALITY c (name, place)), 100000)) AS plain
      FROM (SELECT workspace_id, id, to_jsonb(added) AS n FROM added OFFSET 0) a OFFSET 0
    ) p
  ), found AS (
    INSERT INTO search (workspace_id, record_id, kind, title, words)
    SELECT s.workspace_id, s.id, TG_ARGV[0], s.title, s.simple || to_tsvector('english', s.plain) FROM split s
    ON CONFLICT (workspace_id, record_id) DO UPDATE SET title = excluded.title, words = excluded.words
  )
  INSERT INTO search_vocabulary (workspace_id, word)
  SELECT d.workspace_id, d.w FROM (SELECT DISTINCT s.workspace_id, w FROM split s, unnest(tsvector_to_array(s.simple)) w OFFSET 0) d
  WHERE length(d.w) BETWEEN 3 AND 40 AND d.w !~ '^[0-9.,:/@_-]+$'
    AND NOT EXISTS (SELECT FROM search_vocabulary v WHERE v.workspace_id = d.workspace_id AND v.word = d.w)
  ORDER BY d.w ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

DO $$
DECLARE t record;
BEGIN
  FOR t IN SELECT * FROM (VALUES
    ('feedback', '''feedback'', ''title'', ''text'', ''author_name'', ''author_email'''), ('accounts', '''account'', ''name'', ''domain'', ''plan'''),
    ('contacts', '''contact'', ''name'', ''email'', ''title'''), ('needs', '''need'', ''statement'', ''detail'''),
    ('personas', '''persona'', ''name'', ''description'''), ('features', '''feature'', ''title'', ''why'', ''body''')) AS x (name, arguments)
  LOOP
    EXECUTE format('DROP TRIGGER search_sync_insert ON %I', t.name);
    EXECUTE format('CREATE TRIGGER search_added AFTER INSERT ON %I REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION search_added(%s)', t.name, t.arguments);
  END LOOP;
END $$;

-- New words wait in a short list until there are 256 kB of them, and go into the index together: a common word's list is written once for
-- some hundred rows. Searching reads the list too, so that nothing is found later.
ALTER INDEX search_words_index SET (fastupdate = on, gin_pending_list_limit = 256);
