-- Before words are quoted for a need they wait for whoever is merging it, and go where it went; and for whoever is writing what the accounts
-- behind them are worth, since what is counted next is read from there. Both are locked before the demand is, in the order of everybody else.
CREATE FUNCTION quotes_wait() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE into_need uuid;
BEGIN
  SELECT n.merged_into_id INTO into_need FROM needs n WHERE n.workspace_id = NEW.workspace_id AND n.id = NEW.target_id FOR KEY SHARE;
  IF into_need IS NOT NULL THEN NEW.target_id := into_need; END IF;
  PERFORM FROM accounts a WHERE a.workspace_id = NEW.workspace_id AND a.id IN (
    SELECT f.account_id FROM feedback f WHERE f.workspace_id = NEW.workspace_id AND f.id = NEW.feedback_id
    UNION SELECT f.account_id FROM feedback f WHERE f.workspace_id = NEW.workspace_id AND f.merged_into_id = NEW.feedback_id)
  ORDER BY a.id FOR SHARE;
  RETURN NEW;
END $$;
CREATE TRIGGER quotes_wait_added BEFORE INSERT ON quotes FOR EACH ROW EXECUTE FUNCTION quotes_wait();
CREATE TRIGGER quotes_wait_moved BEFORE UPDATE OF target_id ON quotes FOR EACH ROW WHEN (OLD.target_id IS DISTINCT FROM NEW.target_id) EXECUTE FUNCTION quotes_wait();

-- What a record without a title is called: its first words, and not the name of who said them after these.
CREATE OR REPLACE FUNCTION search_sync() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE n jsonb := to_jsonb(NEW); txt text; plain text; simple tsvector; i int;
BEGIN
  txt := coalesce(n ->> TG_ARGV[1], '');
  FOR i IN 2 .. TG_NARGS - 1 LOOP txt := txt || ' ' || coalesce(n ->> TG_ARGV[i], ''); END LOOP;
  plain := unaccent(left(txt, 100000));
  simple := to_tsvector('simple', plain);
  INSERT INTO search (workspace_id, record_id, kind, title, words)
  VALUES (NEW.workspace_id, NEW.id, TG_ARGV[0], left(coalesce(nullif(n ->> TG_ARGV[1], ''), n ->> TG_ARGV[2], ''), 200), simple || to_tsvector('english', plain))
  ON CONFLICT (workspace_id, record_id) DO UPDATE SET title = excluded.title, words = excluded.words;
  INSERT INTO search_vocabulary (workspace_id, word)
  SELECT NEW.workspace_id, w FROM unnest(tsvector_to_array(simple)) w
  WHERE length(w) BETWEEN 3 AND 40 AND w !~ '^[0-9.,:/@_-]+$'
    AND NOT EXISTS (SELECT FROM search_vocabulary v WHERE v.workspace_id = NEW.workspace_id AND v.word = w)
  ORDER BY w ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
UPDATE search s SET title = left(f.text, 200) FROM feedback f
WHERE s.workspace_id = f.workspace_id AND s.record_id = f.id AND coalesce(f.title, '') = '' AND s.title <> left(f.text, 200);
