-- What the database itself keeps true: isolation, undo, demand and search.

-- 1. Isolation. FORCE, so that even the owner of a table needs a workspace in the transaction.
DO $$
DECLARE t regclass;
BEGIN
  FOR t IN SELECT c.oid::regclass FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relrowsecurity
  LOOP EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t); END LOOP;
END $$;
-- Who somebody is must be known before a workspace is, so the owner (never the serving role) may read these four across workspaces.
CREATE POLICY look_up ON workspaces FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY look_up ON members FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY look_up ON invitations FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY look_up ON api_keys FOR SELECT TO CURRENT_USER USING (true);
-- The trail is only ever added to.
REVOKE UPDATE, DELETE ON activities FROM throughline_app;

-- The functions that do so give back no more than what signing in needs.
CREATE FUNCTION memberships_of(person uuid)
RETURNS TABLE (workspace_id uuid, slug text, workspace_name text, member_id uuid, access text, groups text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.workspace_id, w.slug, w.name, m.id, m.access, m.groups FROM members m JOIN workspaces w ON w.id = m.workspace_id
  WHERE m.user_id = person AND m.removed_at IS NULL ORDER BY m.joined_at, m.id
$$;
CREATE FUNCTION key_by_hash(key_hash text)
RETURNS TABLE (workspace_id uuid, id uuid, name text, scope text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.workspace_id, k.id, k.name, k.scope FROM api_keys k WHERE k.hash = key_hash AND k.revoked_at IS NULL
$$;
CREATE FUNCTION invitation_by_hash(token text)
RETURNS TABLE (workspace_id uuid, id uuid, workspace_name text, email text, state text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.workspace_id, i.id, w.name, i.email,
    CASE WHEN i.revoked_at IS NOT NULL THEN 'revoked' WHEN i.accepted_at IS NOT NULL THEN 'accepted' WHEN i.expires_at < now() THEN 'expired' ELSE 'open' END
  FROM invitations i JOIN workspaces w ON w.id = i.workspace_id WHERE i.token_hash = token
$$;
-- Whether anybody has set this installation up yet.
CREATE FUNCTION installation_is_new() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT FROM workspaces)
$$;
CREATE FUNCTION workspace_by_name(wanted text) RETURNS TABLE (id uuid, slug text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.id, w.slug, w.name FROM workspaces w WHERE w.name = wanted OR w.slug = wanted ORDER BY w.created_at
$$;
CREATE FUNCTION slug_is_taken(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM workspaces w WHERE w.slug = wanted)
$$;

-- 2. Undo. While `app.change` names a change, every row it touches leaves its before-image.
CREATE FUNCTION capture_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  change text := nullif(current_setting('app.change', true), '');
  before jsonb; after jsonb; home uuid;
BEGIN
  IF change IS NULL THEN RETURN NULL; END IF;
  IF TG_OP <> 'INSERT' THEN before := to_jsonb(OLD); home := OLD.workspace_id; END IF;
  IF TG_OP <> 'DELETE' THEN after := to_jsonb(NEW); home := NEW.workspace_id; END IF;
  IF before IS NOT DISTINCT FROM after THEN RETURN NULL; END IF;
  INSERT INTO change_rows (workspace_id, change_id, actor_id, at, table_name, before, after)
  VALUES (home, change::uuid, nullif(current_setting('app.actor', true), '')::uuid, now(), TG_TABLE_NAME, before, after);
  RETURN NULL;
END $$;

-- The columns that tell a row from the others, in order.
CREATE FUNCTION key_columns(of_table regclass) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(a.attname::text ORDER BY k.place) FROM pg_index i
  CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(number, place)
  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number WHERE i.indrelid = of_table AND i.indisprimary
$$;

-- Puts a change back, newest row first. A row that somebody changed since raises TL001 and nothing is put back.
-- The putting back is itself captured under `app.change`, so that it can be undone too. Returns the records it touched.
CREATE FUNCTION undo_change(change uuid) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE
  r record; this regclass; keys text[]; condition text; assignments text; found_row jsonb; changed text; bump boolean;
BEGIN
  IF NOT EXISTS (SELECT FROM change_rows c WHERE c.change_id = change) THEN RETURN; END IF;
  FOR r IN SELECT c.* FROM change_rows c WHERE c.change_id = change ORDER BY c.position DESC LOOP
    this := ('public.' || quote_ident(r.table_name))::regclass;
    keys := key_columns(this);
    IF r.after IS NULL THEN
      BEGIN
        EXECUTE format('INSERT INTO %s SELECT * FROM jsonb_populate_record(NULL::%s, $1)', this, this) USING r.before;
      EXCEPTION WHEN unique_violation OR foreign_key_violation THEN
        RAISE EXCEPTION 'changed since' USING ERRCODE = 'TL001', DETAIL = r.table_name;
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
        EXECUTE format('DELETE FROM %s t WHERE %s', this, condition) USING r.after;
      ELSE
        -- Only the columns this change set are put back; each must still hold what the change left there.
        SELECT string_agg(b.key, ', ') INTO changed FROM jsonb_each(r.before) b
        WHERE b.value IS DISTINCT FROM r.after -> b.key AND b.key NOT IN ('version', 'updated_at') AND found_row -> b.key IS DISTINCT FROM r.after -> b.key;
        IF changed IS NOT NULL THEN RAISE EXCEPTION 'changed since' USING ERRCODE = 'TL001', DETAIL = changed; END IF;
        SELECT string_agg(format('%I = (jsonb_populate_record(NULL::%s, $2)).%I', b.key, this, b.key), ', ') INTO assignments
        FROM jsonb_each(r.before) b WHERE b.value IS DISTINCT FROM r.after -> b.key AND b.key NOT IN ('version', 'updated_at');
        bump := r.before ? 'version';
        IF assignments IS NOT NULL THEN
          EXECUTE format('UPDATE %s t SET %s%s%s WHERE %s', this, assignments,
            CASE WHEN bump THEN ', version = t.version + 1' ELSE '' END,
            CASE WHEN r.before ? 'updated_at' THEN ', updated_at = now()' ELSE '' END, condition) USING r.after, r.before;
        END IF;
      END IF;
    END IF;
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
  DELETE FROM change_rows c WHERE c.change_id = change;
END $$;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['records', 'links', 'labels', 'record_labels', 'fields', 'field_values', 'comments', 'saved_views',
                           'accounts', 'contacts', 'feedback', 'quotes', 'personas', 'needs', 'features']
  LOOP EXECUTE format('CREATE TRIGGER zz_capture_change AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION capture_change()', t); END LOOP;
END $$;

-- 3. Demand. Counted from the quotes themselves; whatever changes them, the count follows in the same transaction.
-- The row is locked before it is counted: of two writers the second waits, then sees the first one's quotes.
CREATE FUNCTION refresh_demand(home uuid, targets uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE affected uuid[];
BEGIN
  SELECT array_agg(DISTINCT id ORDER BY id) INTO affected FROM (
    SELECT unnest(targets) AS id
    UNION SELECT l.from_id FROM links l WHERE l.workspace_id = home AND l.to_id = ANY (targets) AND l.kind = 'serves'
  ) a;
  IF affected IS NULL THEN RETURN; END IF;
  PERFORM 1 FROM demands d WHERE d.workspace_id = home AND d.record_id = ANY (affected) ORDER BY d.record_id FOR UPDATE;
  WITH spoken AS (
    -- A need's own quotes; a feature's own and those of the needs that it serves. Each quote once.
    SELECT DISTINCT t.id AS record_id, q.id AS quote_id, q.feedback_id, q.importance, q.quoted_at
    FROM unnest(affected) AS t(id)
    JOIN LATERAL (SELECT t.id AS target UNION SELECT l.to_id FROM links l WHERE l.workspace_id = home AND l.from_id = t.id AND l.kind = 'serves') s ON true
    JOIN quotes q ON q.workspace_id = home AND q.target_id = s.target
  ), heard AS (
    -- Who said it: the item's account, and those of the items that were merged into it as duplicates.
    SELECT s.record_id, s.importance, f.account_id, coalesce(f.contact_id, f.account_id, f.id) AS voice
    FROM spoken s JOIN feedback f ON f.workspace_id = home AND f.id = s.feedback_id
    UNION ALL
    SELECT s.record_id, s.importance, f.account_id, coalesce(f.contact_id, f.account_id, f.id)
    FROM spoken s JOIN feedback f ON f.workspace_id = home AND f.merged_into_id = s.feedback_id
  ), counted AS (
    SELECT record_id, count(*)::int AS quotes, max(quoted_at) AS last FROM spoken GROUP BY record_id
  ), weighed AS (
    SELECT record_id, sum(importance)::int AS importance FROM (SELECT record_id, voice, max(importance) AS importance FROM heard GROUP BY record_id, voice) v GROUP BY record_id
  ), behind AS (
    SELECT h.record_id, count(*)::int AS accounts,
      coalesce(sum(a.revenue_minor) FILTER (WHERE a.currency = w.currency), 0)::bigint AS revenue
    FROM (SELECT DISTINCT record_id, account_id FROM heard WHERE account_id IS NOT NULL) h
    JOIN accounts a ON a.workspace_id = home AND a.id = h.account_id JOIN workspaces w ON w.id = home
    GROUP BY h.record_id
  ), others AS (
    SELECT record_id, jsonb_object_agg(currency, minor) AS other FROM (
      SELECT h.record_id, a.currency, sum(a.revenue_minor) AS minor
      FROM (SELECT DISTINCT record_id, account_id FROM heard WHERE account_id IS NOT NULL) h
      JOIN accounts a ON a.workspace_id = home AND a.id = h.account_id JOIN workspaces w ON w.id = home
      WHERE a.currency IS NOT NULL AND a.currency <> w.currency GROUP BY h.record_id, a.currency) o GROUP BY record_id
  )
  UPDATE demands d SET quotes = coalesce(c.quotes, 0), last_quoted_at = c.last, importance = coalesce(v.importance, 0),
    accounts = coalesce(b.accounts, 0), revenue_minor = coalesce(b.revenue, 0), other_revenue = coalesce(o.other, '{}')
  FROM unnest(affected) AS t(id)
  LEFT JOIN counted c ON c.record_id = t.id LEFT JOIN weighed v ON v.record_id = t.id
  LEFT JOIN behind b ON b.record_id = t.id LEFT JOIN others o ON o.record_id = t.id
  WHERE d.workspace_id = home AND d.record_id = t.id;
END $$;

-- One more quote, the common case: only what it adds is looked up, so that a need takes its ten-thousandth as quickly as its first.
-- What it writes is what refresh_demand would count; a test compares the two after random changes.
CREATE FUNCTION demand_grows(home uuid, q quotes) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  d record; targets uuid[]; own_currency text := (SELECT w.currency FROM workspaces w WHERE w.id = home);
  more_accounts int; more_revenue bigint; others jsonb; more_importance int;
BEGIN
  FOR d IN
    SELECT m.* FROM demands m WHERE m.workspace_id = home
      AND m.record_id IN (SELECT q.target_id UNION ALL SELECT l.from_id FROM links l WHERE l.workspace_id = home AND l.to_id = q.target_id AND l.kind = 'serves')
    ORDER BY m.record_id FOR UPDATE
  LOOP
    targets := ARRAY(SELECT d.record_id UNION SELECT l.to_id FROM links l WHERE l.workspace_id = home AND l.from_id = d.record_id AND l.kind = 'serves');
    WITH heard AS (
      SELECT f.id, f.account_id, f.contact_id FROM feedback f WHERE f.workspace_id = home AND f.id = q.feedback_id
      UNION ALL SELECT f.id, f.account_id, f.contact_id FROM feedback f WHERE f.workspace_id = home AND f.merged_into_id = q.feedback_id
    ), fresh AS (
      SELECT a.revenue_minor, a.currency FROM (SELECT DISTINCT account_id FROM heard WHERE account_id IS NOT NULL) h
      JOIN accounts a ON a.workspace_id = home AND a.id = h.account_id
      WHERE NOT EXISTS (SELECT FROM feedback g JOIN quotes o ON o.workspace_id = home AND o.feedback_id = g.id AND o.target_id = ANY (targets) AND o.id <> q.id
                        WHERE g.workspace_id = home AND g.account_id = h.account_id)
        AND NOT EXISTS (SELECT FROM feedback g JOIN quotes o ON o.workspace_id = home AND o.feedback_id = g.merged_into_id AND o.target_id = ANY (targets) AND o.id <> q.id
                        WHERE g.workspace_id = home AND g.account_id = h.account_id AND g.merged_into_id IS NOT NULL)
    ), voices AS (
      SELECT DISTINCT account_id, contact_id, CASE WHEN account_id IS NULL AND contact_id IS NULL THEN id END AS item FROM heard
    ), same_voice AS (
      SELECT v, g.id, g.merged_into_id FROM voices v JOIN feedback g ON g.workspace_id = home AND g.contact_id = v.contact_id
      UNION ALL SELECT v, g.id, g.merged_into_id FROM voices v JOIN feedback g ON g.workspace_id = home AND g.account_id = v.account_id AND g.contact_id IS NULL WHERE v.contact_id IS NULL
      UNION ALL SELECT v, g.id, g.merged_into_id FROM voices v JOIN feedback g ON g.workspace_id = home AND g.id = v.item
    ), said AS (
      SELECT v, max(o.importance) AS importance FROM (
        SELECT s.v, o.importance FROM same_voice s JOIN quotes o ON o.workspace_id = home AND o.feedback_id = s.id AND o.target_id = ANY (targets) AND o.id <> q.id
        UNION ALL SELECT s.v, o.importance FROM same_voice s JOIN quotes o ON o.workspace_id = home AND o.feedback_id = s.merged_into_id AND o.target_id = ANY (targets) AND o.id <> q.id
      ) o GROUP BY v
    )
    SELECT (SELECT count(*) FROM fresh), (SELECT coalesce(sum(revenue_minor), 0) FROM fresh WHERE currency = own_currency),
      (SELECT jsonb_object_agg(currency, minor) FROM (SELECT currency, sum(revenue_minor) AS minor FROM fresh WHERE currency <> own_currency GROUP BY currency) c),
      (SELECT sum(greatest(q.importance - coalesce(said.importance, 0), 0)) FROM voices w LEFT JOIN said ON said.v = w)
    INTO more_accounts, more_revenue, others, more_importance;
    UPDATE demands SET quotes = d.quotes + 1, accounts = d.accounts + more_accounts, revenue_minor = d.revenue_minor + more_revenue,
      importance = d.importance + more_importance, last_quoted_at = greatest(d.last_quoted_at, q.quoted_at),
      other_revenue = CASE WHEN others IS NULL THEN d.other_revenue ELSE (
        SELECT jsonb_object_agg(k, coalesce((d.other_revenue ->> k)::bigint, 0) + coalesce((others ->> k)::bigint, 0))
        FROM (SELECT jsonb_object_keys(d.other_revenue) UNION SELECT jsonb_object_keys(others)) keys(k)) END
    WHERE workspace_id = home AND record_id = d.record_id;
  END LOOP;
END $$;

CREATE FUNCTION demand_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO demands (workspace_id, record_id, kind) SELECT workspace_id, id, kind FROM added WHERE kind IN ('need', 'feature') ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER demand_begins AFTER INSERT ON records REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION demand_begins();

CREATE FUNCTION demand_of_quotes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE home uuid; touched uuid[]; one quotes;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF (SELECT count(*) FROM (SELECT FROM added LIMIT 2) a) = 1 THEN
      SELECT * INTO one FROM added;
      PERFORM demand_grows(one.workspace_id, one);
    ELSE
      FOR home, touched IN SELECT workspace_id, array_agg(DISTINCT target_id) FROM added GROUP BY 1 LOOP PERFORM refresh_demand(home, touched); END LOOP;
    END IF;
  ELSIF TG_OP = 'DELETE' THEN FOR home, touched IN SELECT workspace_id, array_agg(DISTINCT target_id) FROM removed GROUP BY 1 LOOP PERFORM refresh_demand(home, touched); END LOOP;
  ELSE FOR home, touched IN SELECT workspace_id, array_agg(DISTINCT target_id) FROM (SELECT workspace_id, target_id FROM added UNION SELECT workspace_id, target_id FROM removed) b GROUP BY 1 LOOP PERFORM refresh_demand(home, touched); END LOOP;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER demand_of_quotes_added AFTER INSERT ON quotes REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION demand_of_quotes();
CREATE TRIGGER demand_of_quotes_removed AFTER DELETE ON quotes REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION demand_of_quotes();
CREATE TRIGGER demand_of_quotes_changed AFTER UPDATE ON quotes REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION demand_of_quotes();

CREATE FUNCTION demand_of_links() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE home uuid; touched uuid[];
BEGIN
  IF TG_OP = 'INSERT' THEN FOR home, touched IN SELECT workspace_id, array_agg(DISTINCT from_id) FROM added WHERE kind = 'serves' GROUP BY 1 LOOP PERFORM refresh_demand(home, touched); END LOOP;
  ELSE FOR home, touched IN SELECT workspace_id, array_agg(DISTINCT from_id) FROM removed WHERE kind = 'serves' GROUP BY 1 LOOP PERFORM refresh_demand(home, touched); END LOOP;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER demand_of_links_added AFTER INSERT ON links REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION demand_of_links();
CREATE TRIGGER demand_of_links_removed AFTER DELETE ON links REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION demand_of_links();

CREATE FUNCTION demand_of_feedback() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE home uuid; touched uuid[];
BEGIN
  FOR home, touched IN
    SELECT q.workspace_id, array_agg(DISTINCT q.target_id)
    FROM (SELECT n.workspace_id, n.id, n.merged_into_id, o.merged_into_id AS merged_before FROM added n JOIN removed o ON o.workspace_id = n.workspace_id AND o.id = n.id
          WHERE (n.account_id, n.contact_id, n.merged_into_id) IS DISTINCT FROM (o.account_id, o.contact_id, o.merged_into_id)) c
    JOIN quotes q ON q.workspace_id = c.workspace_id AND q.feedback_id IN (c.id, c.merged_into_id, c.merged_before) GROUP BY q.workspace_id
  LOOP PERFORM refresh_demand(home, touched); END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER demand_of_feedback AFTER UPDATE ON feedback REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION demand_of_feedback();

CREATE FUNCTION demand_of_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE home uuid; touched uuid[];
BEGIN
  FOR home, touched IN
    SELECT c.workspace_id, array_agg(DISTINCT q.target_id)
    FROM (SELECT n.workspace_id, n.id FROM added n JOIN removed o ON o.workspace_id = n.workspace_id AND o.id = n.id
          WHERE (n.revenue_minor, n.currency) IS DISTINCT FROM (o.revenue_minor, o.currency)) c
    JOIN feedback f ON f.workspace_id = c.workspace_id AND f.account_id = c.id
    JOIN quotes q ON q.workspace_id = f.workspace_id AND q.feedback_id IN (f.id, f.merged_into_id) GROUP BY c.workspace_id
  LOOP PERFORM refresh_demand(home, touched); END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER demand_of_accounts AFTER UPDATE ON accounts REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION demand_of_accounts();

CREATE FUNCTION demand_of_currency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.currency IS DISTINCT FROM OLD.currency THEN
    PERFORM refresh_demand(NEW.id, (SELECT array_agg(d.record_id) FROM demands d WHERE d.workspace_id = NEW.id));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER demand_of_currency AFTER UPDATE ON workspaces FOR EACH ROW EXECUTE FUNCTION demand_of_currency();

-- 4. Search. Under row-level security no full-text or trigram index is used, so words live in two tables that the serving
-- role cannot read; it asks functions, which filter by the transaction's workspace themselves and give back ids only.
CREATE TABLE search (
  workspace_id uuid NOT NULL, record_id uuid NOT NULL, kind text NOT NULL, title text NOT NULL, words tsvector NOT NULL,
  PRIMARY KEY (workspace_id, record_id),
  FOREIGN KEY (workspace_id, record_id) REFERENCES records (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX search_words_index ON search USING gin (workspace_id, words) WITH (fastupdate = off);
-- Every word that occurs, so that a misspelt one can be read as its nearest neighbours. Words are added, never counted: no hot rows.
CREATE TABLE search_vocabulary (workspace_id uuid NOT NULL, word text COLLATE "C" NOT NULL, PRIMARY KEY (workspace_id, word));
CREATE INDEX search_vocabulary_trigrams ON search_vocabulary USING gin (workspace_id, word gin_trgm_ops);
REVOKE ALL ON search, search_vocabulary FROM throughline_app;
ALTER TABLE search ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_vocabulary ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION search_text(txt text) RETURNS tsvector LANGUAGE sql STABLE AS $$
  SELECT to_tsvector('simple', unaccent(left(txt, 100000))) || to_tsvector('english', unaccent(left(txt, 100000)))
$$;

-- Arguments: the kind, the column that is the title, then further columns.
CREATE FUNCTION search_sync() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE n jsonb := to_jsonb(NEW); txt text; vector tsvector; i int;
BEGIN
  txt := coalesce(n ->> TG_ARGV[1], '');
  FOR i IN 2 .. TG_NARGS - 1 LOOP txt := txt || ' ' || coalesce(n ->> TG_ARGV[i], ''); END LOOP;
  vector := search_text(txt);
  INSERT INTO search (workspace_id, record_id, kind, title, words) VALUES (NEW.workspace_id, NEW.id, TG_ARGV[0], left(coalesce(nullif(n ->> TG_ARGV[1], ''), txt), 200), vector)
  ON CONFLICT (workspace_id, record_id) DO UPDATE SET title = excluded.title, words = excluded.words;
  INSERT INTO search_vocabulary (workspace_id, word)
  SELECT NEW.workspace_id, w FROM unnest(tsvector_to_array(to_tsvector('simple', unaccent(left(txt, 100000))))) w
  WHERE length(w) BETWEEN 3 AND 40 AND w !~ '^[0-9.,:/@_-]+$'
    AND NOT EXISTS (SELECT FROM search_vocabulary v WHERE v.workspace_id = NEW.workspace_id AND v.word = w)
  ORDER BY w ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER search_sync_insert AFTER INSERT ON feedback FOR EACH ROW EXECUTE FUNCTION search_sync('feedback', 'title', 'text', 'author_name', 'author_email');
CREATE TRIGGER search_sync_update AFTER UPDATE OF title, text, author_name, author_email ON feedback FOR EACH ROW EXECUTE FUNCTION search_sync('feedback', 'title', 'text', 'author_name', 'author_email');
CREATE TRIGGER search_sync_insert AFTER INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION search_sync('account', 'name', 'domain', 'plan');
CREATE TRIGGER search_sync_update AFTER UPDATE OF name, domain, plan ON accounts FOR EACH ROW EXECUTE FUNCTION search_sync('account', 'name', 'domain', 'plan');
CREATE TRIGGER search_sync_insert AFTER INSERT ON contacts FOR EACH ROW EXECUTE FUNCTION search_sync('contact', 'name', 'email', 'title');
CREATE TRIGGER search_sync_update AFTER UPDATE OF name, email, title ON contacts FOR EACH ROW EXECUTE FUNCTION search_sync('contact', 'name', 'email', 'title');
CREATE TRIGGER search_sync_insert AFTER INSERT ON needs FOR EACH ROW EXECUTE FUNCTION search_sync('need', 'statement', 'detail');
CREATE TRIGGER search_sync_update AFTER UPDATE OF statement, detail ON needs FOR EACH ROW EXECUTE FUNCTION search_sync('need', 'statement', 'detail');
CREATE TRIGGER search_sync_insert AFTER INSERT ON personas FOR EACH ROW EXECUTE FUNCTION search_sync('persona', 'name', 'description');
CREATE TRIGGER search_sync_update AFTER UPDATE OF name, description ON personas FOR EACH ROW EXECUTE FUNCTION search_sync('persona', 'name', 'description');
CREATE TRIGGER search_sync_insert AFTER INSERT ON features FOR EACH ROW EXECUTE FUNCTION search_sync('feature', 'title', 'why', 'body');
CREATE TRIGGER search_sync_update AFTER UPDATE OF title, why, body ON features FOR EACH ROW EXECUTE FUNCTION search_sync('feature', 'title', 'why', 'body');

-- One typed word as a query: itself as a beginning, its English stem, and, when nothing begins so, its nearest neighbours.
CREATE FUNCTION search_word(home uuid, typed text) RETURNS tsquery LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET pg_trgm.similarity_threshold = 0.2 AS $$
DECLARE lexeme text; wanted text; near text;
BEGIN
  lexeme := (tsvector_to_array(to_tsvector('simple', unaccent(typed))))[1];
  IF lexeme IS NULL THEN RETURN NULL; END IF;
  wanted := quote_literal(lexeme) || ':*';
  IF length(lexeme) > 3 AND NOT EXISTS (SELECT FROM search_vocabulary v WHERE v.workspace_id = home AND v.word >= lexeme AND v.word < lexeme || chr(1114111)) THEN
    SELECT string_agg(quote_literal(c.word), ' | ') INTO near FROM (
      SELECT v.word FROM search_vocabulary v WHERE v.workspace_id = home AND v.word % lexeme
        AND levenshtein_less_equal(v.word, lexeme, 3) <= CASE WHEN length(lexeme) > 7 THEN 3 ELSE 2 END
      ORDER BY levenshtein_less_equal(v.word, lexeme, 3), similarity(v.word, lexeme) DESC, v.word LIMIT 4) c;
    wanted := wanted || coalesce(' | ' || near, '');
  END IF;
  RETURN to_tsquery('simple', wanted) || plainto_tsquery('english', unaccent(typed));
END $$;
REVOKE ALL ON FUNCTION search_word(uuid, text) FROM PUBLIC;

CREATE FUNCTION search_query(home uuid, typed text) RETURNS tsquery LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE part text; asked tsquery; word tsquery;
BEGIN
  FOR part IN SELECT p FROM regexp_split_to_table(left(typed, 300), '[^[:alnum:]''.@_-]+') WITH ORDINALITY AS x(p, place) WHERE p <> '' ORDER BY place LIMIT 12 LOOP
    word := search_word(home, part);
    IF word IS NOT NULL AND numnode(word) > 0 THEN asked := CASE WHEN asked IS NULL THEN word ELSE asked && word END; END IF;
  END LOOP;
  RETURN asked;
END $$;
REVOKE ALL ON FUNCTION search_query(uuid, text) FROM PUBLIC;

-- The newest `most` records of a kind that hold all typed words, misspelt ones forgiven.
CREATE FUNCTION search_ids(typed text, of_kind text, most int) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE home uuid := nullif(current_setting('app.ws', true), '')::uuid; asked tsquery;
BEGIN
  asked := search_query(home, typed);
  IF home IS NULL OR asked IS NULL THEN RETURN; END IF;
  RETURN QUERY SELECT s.record_id FROM search s WHERE s.workspace_id = home AND s.words @@ asked AND s.kind = of_kind ORDER BY s.record_id DESC LIMIT most;
END $$;

-- For the palette: the best `most` records of any kind, titles that begin like the words first.
CREATE FUNCTION search_best(typed text, of_kinds text[], most int) RETURNS TABLE (record_id uuid, kind text, title text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE home uuid := nullif(current_setting('app.ws', true), '')::uuid; asked tsquery;
BEGIN
  asked := search_query(home, typed);
  IF home IS NULL OR asked IS NULL THEN RETURN; END IF;
  RETURN QUERY
    SELECT m.record_id, m.kind, m.title FROM (
      SELECT s.record_id, s.kind, s.title, s.words FROM search s WHERE s.workspace_id = home AND s.words @@ asked AND s.kind = ANY (of_kinds) ORDER BY s.record_id DESC LIMIT 500) m
    ORDER BY (unaccent(lower(m.title)) LIKE unaccent(lower(typed)) || '%') DESC, similarity(m.title, typed) DESC, ts_rank(m.words, asked) DESC, m.record_id DESC LIMIT most;
END $$;

-- For suggestions: the records that share most of the given words, any of them sufficing. The words come from the similarity kernel.
CREATE FUNCTION search_any(stems text[], of_kind text, most int) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE home uuid := nullif(current_setting('app.ws', true), '')::uuid; asked tsquery;
BEGIN
  IF home IS NULL THEN RETURN; END IF;
  SELECT to_tsquery('simple', string_agg(quote_literal(w), ' | ')) INTO asked FROM (SELECT DISTINCT w FROM unnest(stems) w WHERE w <> '' LIMIT 40) x;
  IF asked IS NULL THEN RETURN; END IF;
  RETURN QUERY SELECT s.record_id FROM search s WHERE s.workspace_id = home AND s.words @@ asked AND s.kind = of_kind
    ORDER BY ts_rank(s.words, asked) DESC, s.record_id DESC LIMIT most;
END $$;
-- In how many records of a kind each word stands, and how many there are: what tells a telling word from a common one.
CREATE FUNCTION search_frequencies(stems text[], of_kind text) RETURNS TABLE (word text, records bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w, (SELECT count(*) FROM (SELECT FROM search s WHERE s.workspace_id = nullif(current_setting('app.ws', true), '')::uuid
    AND s.words @@ to_tsquery('simple', quote_literal(w)) AND s.kind = of_kind LIMIT 5000) x) FROM unnest(stems) w WHERE w <> ''
$$;
