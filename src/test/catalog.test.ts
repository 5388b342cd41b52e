import { getTableName } from "drizzle-orm";
import { expect, test } from "vitest";
import { JSON_SHAPES, LEFT_OUT } from "../capabilities/exports/archive-rules.ts";
import { workspaceTables } from "../capabilities/exports/catalog.ts";
import { tables } from "../tables.ts";
import { application } from "./world.ts";

/** Words for the search functions only: the serving role has no right to them at all, so no policy is needed. */
const UNREADABLE = ["search", "search_vocabulary"];

/** What goes along in a workspace's archive. */
const ARCHIVED = [
  ...["products", "members", "records", "links", "labels", "record_labels", "fields", "field_values", "state_names", "comments"],
  ...["notifications", "saved_views", "accounts", "contacts", "import_batches", "feedback", "quotes", "personas", "needs", "features"],
  ...["designs", "design_revisions", "design_principles", "design_reviews", "studies", "study_tasks", "study_participants"],
  ...["study_outcomes", "usability_problems"],
  ...["segments", "messages", "claims", "launches", "launch_items", "tellings", "assets", "asset_reads"],
  ...["activities", "record_numbers", "record_sources", "import_mappings", "intake_sources", "files", "file_contents", "file_pins"],
  ...["metrics", "readings", "key_results", "objectives", "milestones"],
  ...["check_waivers", "policies"],
  ...["feasibilities", "teams", "feasibility_efforts", "tech_notes", "work_items"],
  ...["recommendations", "decisions", "decision_deciders", "decision_dissents"],
  ...["findings", "competitors", "capabilities", "capability_stands", "deals", "customer_stories"],
];

async function rows(sql: string) {
  const { owner } = await application();
  return (await owner.query(sql)).rows;
}

test("every table of a workspace is under forced row-level security with a policy for the serving role", async () => {
  const open = await rows(`
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> ALL ('{${UNREADABLE.join()}}')
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'own_workspace' AND 'throughline_app'::regrole = ANY (p.polroles)))`);
  expect(open).toEqual([]);
});

test("every table outside the schema of sign-in belongs to a workspace", async () => {
  const homeless = await rows(`
    SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'workspaces'
      AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND a.attnotnull)`);
  expect(homeless).toEqual([]);
});

test("every primary key and every reference between a workspace's tables carries the workspace", async () => {
  const loose = await rows(`
    SELECT con.conrelid::regclass::text AS of_table, con.conname FROM pg_constraint con
    WHERE con.connamespace = 'public'::regnamespace AND con.contype IN ('p', 'f') AND con.conrelid <> 'workspaces'::regclass
      AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = con.conrelid AND a.attname = 'workspace_id' AND a.attnum = ANY (con.conkey))`);
  expect(loose).toEqual([]);
});

test("every table of a workspace is in its archive or on the list of what is left out, and our schemas describe it", async () => {
  const { app } = await application();
  const all = await app.database.transaction({ workspaceId: null, actorId: null, changeId: null, writes: false }, (db) =>
    workspaceTables({ db }),
  );
  const described = new Set(tables.map(getTableName));
  const archived = all.filter(({ name }) => !Object.hasOwn(LEFT_OUT, name));
  expect(Object.keys(LEFT_OUT).filter((name) => !all.some((table) => table.name === name))).toEqual([]);
  // A table that a schema describes is known column by column, so that an archive of anybody's making can be judged.
  expect(archived.filter(({ name }) => !described.has(name)).map(({ name }) => name)).toEqual([]);
  // Whether a new table goes along is a decision: put it here, or on the list with the reason.
  expect(archived.map(({ name }) => name).sort()).toEqual([...ARCHIVED].sort());
  const json = archived.flatMap(({ name, columns }) =>
    columns.filter(({ type }) => /^json/.test(type)).map((column) => `${name}.${column.name}`),
  );
  expect(json.filter((column) => !Object.hasOwn(JSON_SHAPES, column))).toEqual([]);
});

test("the serving role cannot read what search knows, nor rewrite the trail", async () => {
  const rights = await rows(`
    SELECT t, r FROM unnest(ARRAY['search', 'search_vocabulary']) t, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) r WHERE has_table_privilege('throughline_app', t, r)
    UNION ALL SELECT 'activities', r FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) r WHERE has_table_privilege('throughline_app', 'activities', r)`);
  expect(rights).toEqual([]);
});

test("the serving role is no superuser, passes no policy by and owns nothing", async () => {
  const [role] = await rows(`
    SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, (SELECT count(*)::int FROM pg_class c WHERE c.relowner = r.oid) AS owned FROM pg_roles r WHERE rolname = 'throughline_app'`);
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owned: 0 });
});

test("a transaction that names no workspace sees no row and writes none", async () => {
  const { app } = await application();
  const outside = { workspaceId: null, actorId: null, changeId: null, writes: true };
  const tables = (
    await rows(
      `SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relrowsecurity AND c.relforcerowsecurity`,
    )
  ).map(({ relname }) => String(relname));
  expect(tables.length).toBeGreaterThan(20);
  const counts = await app.database.transaction(outside, (db) =>
    Promise.all(tables.map(async (name) => [name, (await db.execute(`select 1 from "${name}" limit 1`)).rows.length])),
  );
  expect(counts.filter(([, count]) => count !== 0)).toEqual([]);
  await expect(
    app.database.transaction(outside, (db) => db.execute("insert into products (workspace_id, slug, name) values (uuidv7(), 'x', 'x')")),
  ).rejects.toMatchObject({ cause: { code: "42501" } });
});

test("two hundred interleaved transactions each see their own workspace", async () => {
  const { app } = await application();
  const homes = Array.from({ length: 200 }, (_, i) => `00000000-0000-7000-8000-${String(i).padStart(12, "0")}`);
  const seen = await Promise.all(
    homes.map((workspaceId) =>
      app.database.transaction(
        { workspaceId, actorId: null, changeId: null, writes: false },
        async (db) => (await db.execute("select current_setting('app.ws') as home")).rows[0]?.home,
      ),
    ),
  );
  expect(seen).toEqual(homes);
});
