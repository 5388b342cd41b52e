ALTER TABLE "members" ALTER COLUMN "user_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_are_somebody" CHECK (("members"."user_id" is null) = ("members"."name" is not null));--> statement-breakpoint

-- What belongs to a workspace but not to the serving role: its trail and its words. The owner reaches them in the transaction's workspace only.
CREATE POLICY of_workspace ON activities TO CURRENT_USER USING (workspace_id = nullif(current_setting('app.ws', true), '')::uuid);

-- The last step of deleting a workspace. While the workspace is there its trail stays.
CREATE FUNCTION forget_workspace() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE home uuid := nullif(current_setting('app.ws', true), '')::uuid;
BEGIN
  IF EXISTS (SELECT FROM workspaces w WHERE w.id = home) THEN RAISE EXCEPTION 'the workspace is still there'; END IF;
  DELETE FROM activities WHERE workspace_id = home;
  DELETE FROM search WHERE workspace_id = home;
  DELETE FROM search_vocabulary WHERE workspace_id = home;
END $$;

-- Erasing a person: what the trail tells of these records, or where it holds what the pattern finds. That something happened, when and by whom, stays.
CREATE FUNCTION erase_from_trail(ids uuid[], pattern text) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH erased AS (
    UPDATE activities a SET detail = '{"erased": true}'
    WHERE a.workspace_id = nullif(current_setting('app.ws', true), '')::uuid AND a.detail <> '{}'::jsonb AND (
      a.record_id = ANY (ids) OR a.detail::text ~* pattern
      OR EXISTS (SELECT FROM regexp_matches(a.detail::text, '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 'g') m WHERE m[1]::uuid = ANY (ids)))
    RETURNING 1)
  SELECT count(*) FROM erased
$$;

-- Takes words out of the vocabulary that stand in no record any more.
CREATE FUNCTION search_forget(texts text[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM search_vocabulary v
  USING (SELECT DISTINCT w FROM unnest(texts) t, unnest(tsvector_to_array(to_tsvector('simple', unaccent(left(t, 100000))))) w) gone
  WHERE v.workspace_id = nullif(current_setting('app.ws', true), '')::uuid AND v.word = gone.w
    AND NOT EXISTS (SELECT FROM search s WHERE s.workspace_id = v.workspace_id AND s.words @@ to_tsquery('simple', quote_literal(gone.w)))
$$;
