-- Whether somebody built on a record since a change made it: taking the record away would take their words with it.
-- What the change itself put there, or moved there, goes back with it.
CREATE FUNCTION used_since(change uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  WITH touched AS (SELECT c.workspace_id, c.table_name, c.before, c.after FROM change_rows c WHERE c.change_id = change),
  made AS (SELECT t.workspace_id AS home, (t.after ->> 'id')::uuid AS id FROM touched t WHERE t.table_name = 'records' AND t.before IS NULL),
  uses AS (
    SELECT 'quotes' AS of_table, to_jsonb(q) AS now FROM made m JOIN quotes q ON q.workspace_id = m.home AND q.target_id = m.id
    UNION ALL
    SELECT 'quotes', to_jsonb(q) FROM made m JOIN quotes q ON q.workspace_id = m.home AND q.feedback_id = m.id
    UNION ALL
    SELECT 'comments', to_jsonb(c) FROM made m JOIN comments c ON c.workspace_id = m.home AND c.record_id = m.id
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
