-- For suggestions: the records whose shared words weigh most. Each word is asked of the index by itself, so that no text is read to rank it;
-- a rank that knows not how rare a word is finds long texts of common words.
CREATE FUNCTION search_telling(stems text[], weights real[], of_kind text, most int) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE home uuid := nullif(current_setting('app.ws', true), '')::uuid;
BEGIN
  IF home IS NULL THEN RETURN; END IF;
  RETURN QUERY SELECT found.record_id
    FROM (SELECT w.stem, w.weight FROM unnest(stems, weights) w (stem, weight) WHERE w.stem <> '' LIMIT 40) asked
    CROSS JOIN LATERAL (SELECT s.record_id FROM search s WHERE s.workspace_id = home AND s.words @@ to_tsquery('simple', quote_literal(asked.stem)) AND s.kind = of_kind) found
    GROUP BY found.record_id ORDER BY sum(asked.weight) DESC, found.record_id DESC LIMIT most;
END $$;
DROP FUNCTION search_any(text[], text, int);
