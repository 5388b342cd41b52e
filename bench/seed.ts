import type pg from "pg";

/** How much a benchmark installation holds. */
export type Volume = { feedback: number; accounts: number; needs: number; features: number; quotes: number };
export const FULL: Volume = { feedback: 100_000, accounts: 5_000, needs: 500, features: 2_000, quotes: 50_000 };

const WORDS =
  "dark mode export import report filter search mobile login invoice chart table board email alert sync billing upload download share comment vote label archive backup restore theme font color print webhook token audit role team plan trial cancel";

/**
 * Fills a workspace as the owner, in SQL: titles of three words from a list of forty, a body of one sentence four times,
 * revenue skewed as revenue is, quotes spread over needs with the first ones far ahead. The same seed gives the same rows.
 */
export async function seed(
  owner: pg.Client,
  workspaceId: string,
  productId: string,
  volume: Volume,
  say: (line: string) => void,
): Promise<void> {
  const run = async (what: string, text: string, values: unknown[] = []) => {
    const started = performance.now();
    await owner.query(text, [workspaceId, ...values]);
    say(`${what}: ${Math.round(performance.now() - started)} ms`);
  };
  await owner.query("set session_replication_role = origin");
  await owner.query("select setseed(0.42)");
  await run(
    "accounts",
    `
    with made as (insert into records (workspace_id, kind, number, created_at) select $1, 'account', i, now() from generate_series(1, ${volume.accounts}) i returning id, number)
    insert into accounts (workspace_id, id, name, domain, revenue_minor, currency, plan, seats, created_at, updated_at)
    select $1, id, 'Account ' || number, 'account-' || number || '.example', (power(random(), 3) * 100000000)::bigint, 'USD', (array['Free', 'Team', 'Business'])[1 + number % 3], number % 200, now(), now() from made`,
  );
  await run(
    "feedback",
    `
    with words as (select string_to_array($3, ' ') as w), made as (
      insert into records (workspace_id, kind, number, product_id, created_at) select $1, 'feedback', i, $2::uuid, now() - i * interval '1 minute' from generate_series(1, ${volume.feedback}) i returning id, number),
    owned as (select array_agg(id) as a from accounts where workspace_id = $1)
    insert into feedback (workspace_id, id, product_id, kind, title, text, channel, account_id, state, received_at, created_at, updated_at)
    select $1, id, $2::uuid, (array['message', 'call', 'interview', 'survey', 'review'])[1 + number % 5],
      w[1 + floor(random() * array_length(w, 1))::int] || ' ' || w[1 + floor(random() * array_length(w, 1))::int] || ' ' || w[1 + floor(random() * array_length(w, 1))::int] || ' #' || number,
      repeat('We would like this because it saves us a lot of time a day. ', 4), 'portal', a[1 + floor(power(random(), 2) * array_length(a, 1))::int],
      case when number % 3 = 0 then 'linked' when number % 17 = 0 then 'declined' else 'new' end,
      now() - number * interval '1 minute', now() - number * interval '1 minute', now() - number * interval '1 minute'
    from made, words, owned`,
    [productId, WORDS],
  );
  await run(
    "needs",
    `
    with made as (insert into records (workspace_id, kind, number, product_id, created_at) select $1, 'need', i, $2::uuid, now() from generate_series(1, ${volume.needs}) i returning id, number)
    insert into needs (workspace_id, id, product_id, statement, importance, satisfaction, created_at, updated_at)
    select $1, id, $2::uuid, 'Get the work of step ' || number || ' done without asking anybody', number % 10, (number * 7) % 10, now(), now() from made`,
    [productId],
  );
  await run(
    "features",
    `
    with made as (insert into records (workspace_id, kind, number, product_id, created_at) select $1, 'feature', i, $2::uuid, now() from generate_series(1, ${volume.features}) i returning id, number)
    insert into features (workspace_id, id, product_id, title, why, state, effort_low, effort_high, value_low, value_high, rank, created_at, updated_at)
    select $1, id, $2::uuid, 'Feature number ' || number, 'Because it was asked for.', (array['idea', 'evaluated', 'planned', 'building', 'shipped'])[1 + number % 5], 1 + number % 5, 6 + number % 9, 10, 40 + number % 100,
      'a' || lpad(number::text, 6, '0'), now(), now() from made`,
    [productId],
  );
  await run(
    "links",
    `
    with n as (select array_agg(id order by id) as a from needs where workspace_id = $1)
    insert into links (workspace_id, from_id, to_id, kind, linked_at) select $1, f.id, a[1 + (row_number() over (order by f.id))::int % array_length(a, 1)], 'serves', now() from features f, n where f.workspace_id = $1`,
  );
  await run(
    "quotes",
    `
    with n as (select array_agg(id order by id) as a from needs where workspace_id = $1), f as (select array_agg(id order by id) as a from feedback where workspace_id = $1)
    insert into quotes (workspace_id, id, feedback_id, target_id, starts_at, ends_at, words, importance, quoted_at)
    select $1, uuidv7(), f.a[1 + floor(random() * array_length(f.a, 1))::int], n.a[1 + floor(power(random(), 2) * array_length(n.a, 1))::int], 0, 57, 'We would like this because it saves us a lot of time a day', i % 4, now() - i * interval '20 minutes'
    from generate_series(1, ${volume.quotes}) i, n, f`,
  );
  await run(
    "numbers",
    `insert into record_numbers (workspace_id, kind, last) values ($1, 'account', ${volume.accounts}), ($1, 'feedback', ${volume.feedback}), ($1, 'need', ${volume.needs}), ($1, 'feature', ${volume.features}) on conflict (workspace_id, kind) do update set last = excluded.last`,
  );
  await owner.query("vacuum analyze");
}
