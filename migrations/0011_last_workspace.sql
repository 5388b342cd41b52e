-- An installation is new while nobody has an account in it. Where the last workspace was deleted its people sign in and open another;
-- a stranger finds no set-up.
CREATE OR REPLACE FUNCTION installation_is_new() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT FROM workspaces) AND NOT EXISTS (SELECT FROM auth."user")
$$;
