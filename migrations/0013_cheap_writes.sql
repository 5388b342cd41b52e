-- What every write pays, paid once: demand grows in one statement for a need and all features that serve it, and a text is read once for search.

-- Locks what is counted: first the needs, whose links decide which features count along, then the features, each in the order of their ids.
-- Whoever links or unlinks a need locks it too, so that neither misses what the other did.
CREATE FUNCTION demand_locked(home uuid, targets uuid[]) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE along uuid[];
BEGIN
  PERFORM 1 FROM demands d WHERE d.workspace_id = home AND d.record_id = ANY (targets) AND d.kind = 'need' ORDER BY d.record_id FOR UPDATE;
  along := ARRAY(SELECT l.from_id FROM links l WHERE l.workspace_id = home AND l.to_id = ANY (targets) AND l.kind = 'serves');
  RETURN ARRAY(SELECT d.record_id FROM demands d WHERE d.workspace_id = home AND d.record_id = ANY (targets || along) ORDER BY d.kind DESC, d.record_id FOR UPDATE);
END $$;

CREATE OR REPLACE FUNCTION refresh_demand(home uuid, targets uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE affected uuid[] := demand_locked(home, targets);
BEGIN
  IF affected = '{}' THEN RETURN; END IF;
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

-- Links and unlinks wait for whoever is quoting for the same need.
CREATE OR REPLACE FUNCTION demand_of_links() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE home uuid; features uuid[]; needs uuid[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    FOR home, features, needs IN SELECT workspace_id, array_agg(DISTINCT from_id), array_agg(DISTINCT to_id) FROM added WHERE kind = 'serves' GROUP BY 1 LOOP
      PERFORM 1 FROM demands d WHERE d.workspace_id = home AND d.record_id = ANY (needs) ORDER BY d.record_id FOR UPDATE;
      PERFORM refresh_demand(home, features);
    END LOOP;
  ELSE
    FOR home, features, needs IN SELECT workspace_id, array_agg(DISTINCT from_id), array_agg(DISTINCT to_id) FROM removed WHERE kind = 'serves' GROUP BY 1 LOOP
      PERFORM 1 FROM demands d WHERE d.workspace_id = home AND d.record_id = ANY (needs) ORDER BY d.record_id FOR UPDATE;
      PERFORM refresh_demand(home, features);
    END LOOP;
  END IF;
  RETURN NULL;
END $$;

-- One more quote, the common case: only what it adds is looked up, once for all records it counts for. Each statement keeps its plan,
-- which depends on no value; planning it anew would cost more than running it.
-- What it writes is what refresh_demand would count; a test compares the two after random changes.
CREATE OR REPLACE FUNCTION demand_grows(home uuid, q quotes) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE affected uuid[] := demand_locked(home, ARRAY[q.target_id]);
BEGIN
  IF affected = '{}' THEN RETURN; END IF;
  WITH reach AS MATERIALIZED (
    -- Whose quotes count for which record: a need's own; a feature's own and those of the needs that it serves.
    SELECT r AS record_id, r AS target FROM unnest(affected) r
    UNION ALL SELECT l.from_id, l.to_id FROM links l WHERE l.workspace_id = home AND l.from_id = ANY (affected) AND l.kind = 'serves'
  ), heard AS MATERIALIZED (
    -- Who said it: the item's account and voice, and those of the items that were merged into it as duplicates.
    SELECT f.id, f.account_id, f.contact_id, coalesce(f.contact_id, f.account_id, f.id) AS voice
    FROM feedback f WHERE f.workspace_id = home AND f.id = q.feedback_id
    UNION ALL SELECT f.id, f.account_id, f.contact_id, coalesce(f.contact_id, f.account_id, f.id)
    FROM feedback f WHERE f.workspace_id = home AND f.merged_into_id = q.feedback_id
  ), same AS MATERIALIZED (
    -- All that the same accounts and contacts ever said.
    SELECT g.id, g.merged_into_id, g.account_id, g.contact_id FROM heard h JOIN feedback g ON g.workspace_id = home AND g.account_id = h.account_id
    UNION SELECT g.id, g.merged_into_id, g.account_id, g.contact_id FROM heard h JOIN feedback g ON g.workspace_id = home AND g.contact_id = h.contact_id
    UNION SELECT h.id, CASE WHEN h.id <> q.feedback_id THEN q.feedback_id END, h.account_id, h.contact_id FROM heard h WHERE h.account_id IS NULL AND h.contact_id IS NULL
  ), earlier AS MATERIALIZED (
    SELECT r.record_id, s.account_id, coalesce(s.contact_id, s.account_id, s.id) AS voice, o.importance
    FROM (SELECT id AS quoted, s.* FROM same s UNION ALL SELECT merged_into_id, s.* FROM same s WHERE merged_into_id IS NOT NULL) s
    JOIN quotes o ON o.workspace_id = home AND o.feedback_id = s.quoted AND o.id <> q.id
    JOIN reach r ON r.target = o.target_id
  ), money AS MATERIALIZED (
    SELECT r.record_id, a.currency, w.currency AS own, count(*) AS accounts, coalesce(sum(a.revenue_minor), 0) AS minor
    FROM unnest(affected) r(record_id)
    CROSS JOIN (SELECT DISTINCT account_id FROM heard WHERE account_id IS NOT NULL) h
    JOIN accounts a ON a.workspace_id = home AND a.id = h.account_id JOIN workspaces w ON w.id = home
    WHERE NOT EXISTS (SELECT FROM earlier e WHERE e.record_id = r.record_id AND e.account_id = h.account_id)
    GROUP BY 1, 2, 3
  ), more AS MATERIALIZED (
    SELECT r.record_id,
      (SELECT sum(greatest(q.importance - coalesce((SELECT max(e.importance) FROM earlier e WHERE e.record_id = r.record_id AND e.voice = v.voice), 0), 0))
       FROM (SELECT DISTINCT voice FROM heard) v) AS importance,
      coalesce(m.accounts, 0) AS accounts, coalesce(m.revenue, 0) AS revenue, m.others
    FROM unnest(affected) r(record_id)
    LEFT JOIN (
      SELECT record_id, sum(accounts) AS accounts, sum(minor) FILTER (WHERE currency = own) AS revenue,
        jsonb_object_agg(currency, minor) FILTER (WHERE currency <> own) AS others FROM money GROUP BY 1) m ON m.record_id = r.record_id
  )
  UPDATE demands d SET quotes = d.quotes + 1, accounts = d.accounts + m.accounts, revenue_minor = d.revenue_minor + m.revenue,
    importance = d.importance + coalesce(m.importance, 0), last_quoted_at = greatest(d.last_quoted_at, q.quoted_at),
    other_revenue = CASE WHEN m.others IS NULL THEN d.other_revenue ELSE (
      SELECT jsonb_object_agg(k, coalesce((d.other_revenue ->> k)::bigint, 0) + coalesce((m.others ->> k)::bigint, 0))
      FROM (SELECT jsonb_object_keys(d.other_revenue) UNION SELECT jsonb_object_keys(m.others)) keys(k)) END
  FROM more m WHERE d.workspace_id = home AND d.record_id = m.record_id AND d.record_id = ANY (affected);
END $$;

-- Like record_titles, for one record: a plan that is made once.
CREATE FUNCTION record_title(wanted uuid) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT s.title FROM search s WHERE s.workspace_id = nullif(current_setting('app.ws', true), '')::uuid AND s.record_id = wanted);
END $$;

-- Arguments as before: the kind, the column that is the title, then further columns. The text is freed of accents and split once.
CREATE OR REPLACE FUNCTION search_sync() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE n jsonb := to_jsonb(NEW); txt text; plain text; simple tsvector; i int;
BEGIN
  txt := coalesce(n ->> TG_ARGV[1], '');
  FOR i IN 2 .. TG_NARGS - 1 LOOP txt := txt || ' ' || coalesce(n ->> TG_ARGV[i], ''); END LOOP;
  plain := unaccent(left(txt, 100000));
  simple := to_tsvector('simple', plain);
  INSERT INTO search (workspace_id, record_id, kind, title, words)
  VALUES (NEW.workspace_id, NEW.id, TG_ARGV[0], left(coalesce(nullif(n ->> TG_ARGV[1], ''), txt), 200), simple || to_tsvector('english', plain))
  ON CONFLICT (workspace_id, record_id) DO UPDATE SET title = excluded.title, words = excluded.words;
  INSERT INTO search_vocabulary (workspace_id, word)
  SELECT NEW.workspace_id, w FROM unnest(tsvector_to_array(simple)) w
  WHERE length(w) BETWEEN 3 AND 40 AND w !~ '^[0-9.,:/@_-]+$'
    AND NOT EXISTS (SELECT FROM search_vocabulary v WHERE v.workspace_id = NEW.workspace_id AND v.word = w)
  ORDER BY w ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
