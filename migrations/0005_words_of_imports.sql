-- An import says beforehand, in short transactions, which words it will write. Whoever writes a word that is new to the vocabulary waits for
-- everybody else who is just writing the same one, and an import is one transaction of a minute. Words say nothing of who wrote them, and
-- one that is not used after all does no harm.
CREATE FUNCTION search_learn(texts text[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO search_vocabulary (workspace_id, word)
  SELECT DISTINCT h.home, w
  FROM (SELECT nullif(current_setting('app.ws', true), '')::uuid AS home) h, unnest(texts) t, unnest(tsvector_to_array(to_tsvector('simple', unaccent(t)))) w
  WHERE h.home IS NOT NULL AND length(w) BETWEEN 3 AND 40 AND w !~ '^[0-9.,:/@_-]+$'
    AND NOT EXISTS (SELECT FROM search_vocabulary v WHERE v.workspace_id = h.home AND v.word = w)
  ORDER BY w ON CONFLICT DO NOTHING
$$;
