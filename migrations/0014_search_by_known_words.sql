-- A typed word means all that begin with it. Asked of the index as a beginning, each record that holds such a word is gathered before the
-- next word is looked at; asked as the few words that the vocabulary knows, the index passes over what cannot match. What the vocabulary
-- leaves out (numbers, single letters, words over forty letters, which more than twelve typed ones are taken for) is asked as before.
CREATE OR REPLACE FUNCTION search_word(home uuid, typed text) RETURNS tsquery LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET pg_trgm.similarity_threshold = 0.2 AS $$
DECLARE lexeme text; known text[]; wanted text; near text; asked tsquery; stem tsquery;
BEGIN
  lexeme := (tsvector_to_array(to_tsvector('simple', unaccent(typed))))[1];
  IF lexeme IS NULL THEN RETURN NULL; END IF;
  stem := plainto_tsquery('english', unaccent(typed));
  known := ARRAY(SELECT v.word FROM search_vocabulary v WHERE v.workspace_id = home AND v.word >= lexeme AND v.word < lexeme || chr(1114111) LIMIT 17);
  IF cardinality(known) BETWEEN 1 AND 16 AND length(lexeme) BETWEEN 2 AND 12 AND lexeme !~ '^[0-9.,:/@_-]+$' THEN
    SELECT string_agg('''' || replace(replace(w, '\', '\\'), '''', '''''') || '''', ' | ')::tsquery INTO asked
    FROM (SELECT lexeme UNION SELECT unnest(known)) one_of (w);
    RETURN CASE WHEN asked @> stem THEN asked ELSE asked || stem END;
  END IF;
  wanted := quote_literal(lexeme) || ':*';
  IF length(lexeme) > 3 AND cardinality(known) = 0 THEN
    SELECT string_agg(quote_literal(c.word), ' | ') INTO near FROM (
      SELECT v.word FROM search_vocabulary v WHERE v.workspace_id = home AND v.word % lexeme
        AND levenshtein_less_equal(v.word, lexeme, 3) <= CASE WHEN length(lexeme) > 7 THEN 3 ELSE 2 END
      ORDER BY levenshtein_less_equal(v.word, lexeme, 3), similarity(v.word, lexeme) DESC, v.word LIMIT 4) c;
    wanted := wanted || coalesce(' | ' || near, '');
  END IF;
  RETURN to_tsquery('simple', wanted) || stem;
END $$;
