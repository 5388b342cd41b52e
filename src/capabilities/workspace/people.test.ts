import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { visitor } from "../../test/visitor.ts";
import { application, type Person, world } from "../../test/world.ts";

const PASSWORD = "a long enough password";
const memberOf = async (by: Person, id: string) => {
  const found = (await by.members.list()).items.find((member) => member.id === id);
  if (!found) throw new Error("There is no such member.");
  return found;
};
const edit = async (by: Person, id: string, body: { access?: "admin" | "member" | "guest"; groups?: ("product" | "design" | "data")[] }) =>
  by.members.edit({ params: { id }, headers: ifMatch(await memberOf(by, id)), body });
const newEmail = () => `someone-${randomUUID().slice(0, 8)}@example.test`;
const joined = (token: string, person: object = { name: "Kim", email: newEmail(), password: PASSWORD }, browser = visitor()) =>
  browser.ask("POST", `/invitations/by-token/${token}/acceptance`, person);

test("somebody who is signed in learns who they are, here and elsewhere", async () => {
  const { admin, key, slug, workspaceId } = await world();
  expect(await admin.me.get()).toMatchObject({
    user: { email: admin.email },
    memberships: [{ slug, access: "admin" }],
    actor: { workspaceId, access: "admin", kind: "member" },
  });
  expect(await (await key("read")).me.get()).toMatchObject({
    user: null,
    memberships: [],
    actor: { workspaceId, kind: "key", scope: "read" },
  });
  await expect((await key("admin")).sessions.list()).rejects.toMatchObject({ status: 401 });
});

test("a member's new access and groups count with their next request", async () => {
  const { admin, as } = await world();
  const kim = await as("design");
  await expect(kim.invitations.list()).rejects.toMatchObject({ status: 403 });
  expect(await edit(admin, kim.memberId, { access: "admin", groups: ["design", "data", "data"] })).toMatchObject({
    groups: ["design", "data"],
  });
  expect((await kim.invitations.list()).items).toEqual([]);
  await edit(admin, kim.memberId, { access: "guest" });
  await expect(kim.invitations.list()).rejects.toMatchObject({ status: 403 });
  expect((await kim.me.get()).actor).toMatchObject({ access: "guest", groups: ["design", "data"] });
});

test("somebody who is removed is out with their next request, and what they gave out ends too", async () => {
  const { admin, as, rows, workspaceId } = await world();
  const kim = await as("admin", "product");
  const { key } = await kim.keys.create({ name: "report", scope: "admin" });
  const { token } = await kim.invitations.create({ access: "admin" });
  const withKey = () => visitor().ask("GET", "/workspace", undefined, { authorization: `Bearer ${key}`, origin: null });
  expect(await withKey()).toMatchObject({ status: 200 });

  await admin.members.remove({ id: kim.memberId });
  await expect(kim.members.list()).rejects.toMatchObject({ status: 404, code: "NO_WORKSPACE" });
  expect((await kim.me.get()).memberships).toEqual([]);
  expect(await withKey()).toMatchObject({ status: 401 });
  expect(await joined(token)).toMatchObject({ status: 410, body: { code: "INVITATION_REVOKED" } });
  expect(await memberOf(admin, kim.memberId)).toMatchObject({ email: kim.email, removedAt: expect.any(String) });
  expect(
    await rows("select kind, detail from activities where workspace_id = $1 and kind = 'member.removed'", [workspaceId]),
  ).toMatchObject([{ detail: { keysRevoked: 1 } }]);
  await expect(admin.members.remove({ id: kim.memberId })).rejects.toMatchObject({ status: 404 });
});

test("a live stream ends when its reader is removed, or its key revoked", async () => {
  const { admin, as } = await world();
  const kim = await as("product");
  const made = await admin.keys.create({ name: "watcher", scope: "read" });
  const program = (await application()).app.fetch(
    new Request("http://throughline.test/api/v1/live", { headers: { authorization: `Bearer ${made.key}` } }),
  );
  const ends = [await kim.fetch("/api/v1/live"), await program].map(async (answer) => {
    expect(answer.status).toBe(200);
    await answer.text();
    return performance.now();
  });
  // Let both be listening before anything happens.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const started = performance.now();
  await admin.members.remove({ id: kim.memberId });
  await admin.keys.revoke({ id: made.id });
  for (const ended of await Promise.all(ends)) expect(ended - started).toBeLessThan(5000);
});

test("somebody who stops being an admin keeps no way back", async () => {
  const { admin, as } = await world();
  const kim = await as("admin", "data");
  const { key } = await kim.keys.create({ name: "report", scope: "admin" });
  const { token } = await kim.invitations.create({ access: "admin" });
  await edit(admin, kim.memberId, { access: "member" });
  expect(await visitor().ask("GET", "/workspace", undefined, { authorization: `Bearer ${key}` })).toMatchObject({ status: 401 });
  expect(await joined(token)).toMatchObject({ status: 410 });
});

test("a workspace always keeps an admin, also when two remove each other at once", async () => {
  const { admin, as, rows, workspaceId } = await world();
  await expect(admin.members.remove({ id: admin.memberId })).rejects.toMatchObject({ status: 409, code: "LAST_ADMIN" });
  await expect(edit(admin, admin.memberId, { access: "member" })).rejects.toMatchObject({ status: 409, code: "LAST_ADMIN" });
  const kim = await as("admin", "data");
  const [first, second] = await Promise.allSettled([
    admin.members.remove({ id: kim.memberId }),
    kim.members.remove({ id: admin.memberId }),
  ]);
  expect([first.status, second.status].sort()).toEqual(["fulfilled", "rejected"]);
  expect(
    await rows("select id from members where workspace_id = $1 and access = 'admin' and removed_at is null", [workspaceId]),
  ).toHaveLength(1);
});

test("of two admins who edit one member at once the second is shown what the first did", async () => {
  const { admin, as } = await world();
  const kim = await as("product");
  const seen = await memberOf(admin, kim.memberId);
  await admin.members.edit({ params: { id: kim.memberId }, headers: ifMatch(seen), body: { access: "guest" } });
  await expect(admin.members.edit({ params: { id: kim.memberId }, headers: ifMatch(seen), body: { groups: [] } })).rejects.toMatchObject({
    status: 412,
    data: { current: { access: "guest", version: 2 } },
  });
  const unseen = { ...post({ groups: [] }), method: "PATCH" };
  expect(await admin.fetch(`/api/v1/members/${kim.memberId}`, unseen)).toMatchObject({ status: 428 });
});

test("an invitation makes one new member with the access and groups it names, and signs them in", async () => {
  const { admin, slug } = await world();
  const { token, id } = await admin.invitations.create({ access: "member", groups: ["data"] });
  expect(await visitor().ask("GET", `/invitations/by-token/${token}`)).toMatchObject({ status: 200, body: { email: null, state: "open" } });
  const kim = visitor();
  const email = newEmail();
  expect(await joined(token, { name: "Kim", email: email.toUpperCase(), password: PASSWORD }, kim)).toMatchObject({
    status: 200,
    body: { workspace: slug },
  });
  expect((await kim.ask("GET", "/me")).body).toMatchObject({ user: { name: "Kim", email }, actor: { access: "member", groups: ["data"] } });
  expect(await joined(token)).toMatchObject({ status: 410, body: { code: "INVITATION_ACCEPTED" } });
  expect((await admin.invitations.list()).items).toMatchObject([{ id, state: "accepted", acceptedBy: expect.any(String) }]);
});

test("of two who accept one invitation at once one comes in, and the other leaves no account behind", async () => {
  const { admin, rows } = await world();
  const { token } = await admin.invitations.create({});
  const emails = [newEmail(), newEmail()];
  const answers = await Promise.all(emails.map((email) => joined(token, { name: "Kim", email, password: PASSWORD })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
  expect(await rows(`select 1 from auth."user" where email = any($1)`, [emails])).toHaveLength(1);
});

test("an invitation that was withdrawn, has expired, or never was lets nobody in", async () => {
  const { admin, rows } = await world();
  const [withdrawn, old] = [await admin.invitations.create({}), await admin.invitations.create({})];
  await admin.invitations.revoke({ id: withdrawn.id });
  await rows("update invitations set expires_at = now() - interval '1 second' where id = $1", [old.id]);
  expect(await joined(withdrawn.token)).toMatchObject({ status: 410, body: { code: "INVITATION_REVOKED" } });
  expect(await joined(old.token)).toMatchObject({ status: 410, body: { code: "INVITATION_EXPIRED" } });
  expect(await joined(`${old.token.slice(0, -1)}_`)).toMatchObject({ status: 404 });
  expect((await admin.invitations.list()).items.map(({ state }) => state)).toEqual(["expired", "revoked"]);
  await expect(admin.invitations.revoke({ id: withdrawn.id })).rejects.toMatchObject({ status: 404 });
});

test("an invitation for one address is of no use to another", async () => {
  const { admin } = await world();
  const email = newEmail();
  const { token } = await admin.invitations.create({ email: email.toUpperCase() });
  expect(await joined(token)).toMatchObject({ status: 403, body: { code: "OTHER_ADDRESS", issues: [{ path: "email" }] } });
  const stranger = await world();
  expect(await stranger.admin.fetch(`/api/v1/invitations/by-token/${token}/acceptance`, post({}))).toMatchObject({ status: 403 });
  expect(await joined(token, { name: "Kim", email, password: PASSWORD })).toMatchObject({ status: 200 });
});

test("who has an account joins by being signed in; the invitation is kept until then", async () => {
  const [home, other] = [await world(), await world()];
  const { token } = await home.admin.invitations.create({ groups: ["product"] });
  expect(await joined(token, { name: "Kim", email: other.admin.email, password: PASSWORD })).toMatchObject({
    status: 409,
    body: { code: "ACCOUNT_EXISTS", issues: [{ path: "email" }] },
  });
  expect(await joined(token, {})).toMatchObject({
    status: 422,
    body: { issues: [{ path: "name" }, { path: "email" }, { path: "password" }] },
  });
  expect(await other.admin.invitations.accept({ token })).toEqual({ workspace: home.slug });
  expect((await other.admin.workspaces.list()).items.map(({ slug }) => slug)).toEqual([other.slug, home.slug]);
  const again = await home.admin.invitations.create({});
  await expect(other.admin.invitations.accept({ token: again.token })).rejects.toMatchObject({ status: 409, code: "ALREADY_MEMBER" });
  expect((await home.admin.invitations.list()).items[0]).toMatchObject({ id: again.id, state: "open" });
});

test("who was removed and is invited again is the same member as before", async () => {
  const { admin, as } = await world();
  const kim = await as("product");
  await admin.members.remove({ id: kim.memberId });
  const { token } = await admin.invitations.create({ access: "guest", groups: ["design"] });
  await kim.invitations.accept({ token });
  expect(await memberOf(admin, kim.memberId)).toMatchObject({ access: "guest", groups: ["design"], removedAt: null });
});

test("a key reads, writes or manages, as its scope says, in its own workspace only", async () => {
  const { admin, key, slug } = await world();
  const elsewhere = await world();
  const [reads, writes, manages] = [await key("read"), await key("write"), await key("admin")];
  expect(await reads.workspaces.get()).toMatchObject({ slug });
  await expect(reads.products.create({ name: "One" })).rejects.toMatchObject({ status: 403 });
  await expect(writes.products.create({ name: "One" })).rejects.toMatchObject({ status: 403 });
  expect(await manages.products.create({ name: "One" })).toMatchObject({ slug: "one" });
  await expect(manages.invitations.create({})).rejects.toMatchObject({ status: 403, code: "PERSON_NEEDED" });
  expect(await manages.fetch("/api/v1/products", { headers: { "x-workspace": elsewhere.slug } })).toMatchObject({ status: 404 });

  const made = await admin.keys.create({ name: "sync", scope: "write" });
  expect(made.key).toMatch(/^tl_w_[\w-]{43}[0-9a-z]{7}$/);
  expect(made.key.startsWith(made.prefix)).toBe(true);
  const listed = (await admin.keys.list()).items.find(({ id }) => id === made.id);
  expect(Object.keys(listed ?? {}).sort()).toEqual(["createdAt", "createdBy", "id", "lastUsedAt", "name", "prefix", "revokedAt", "scope"]);
  await admin.keys.revoke({ id: made.id });
  expect(await visitor().ask("GET", "/workspace", undefined, { authorization: `Bearer ${made.key}` })).toMatchObject({ status: 401 });
});

test("a key's use is noted, a wrong one is refused, and a cookie beside it counts nothing", async () => {
  const { admin, rows } = await world();
  const { key, id } = await admin.keys.create({ name: "sync", scope: "read" });
  const asked = (authorization: string) => admin.fetch("/api/v1/workspace", { headers: { authorization } });
  expect(await asked(`Bearer ${key}`)).toMatchObject({ status: 200 });
  await expect.poll(async () => (await rows("select last_used_at from api_keys where id = $1", [id]))[0]?.last_used_at).not.toBeNull();
  const misspelt = key.slice(0, -1) + (key.endsWith("0") ? "1" : "0");
  for (const wrong of [`Bearer ${key.slice(0, -1)}`, `Bearer ${misspelt}`, "Bearer nothing", "Basic YTpi", ""])
    expect(await asked(wrong)).toMatchObject({ status: 401 });
});

test("a secret is shown once: trying again with the same Idempotency-Key makes no second key and shows none", async () => {
  const { admin, rows } = await world();
  const retried = { context: { idempotencyKey: randomUUID() } };
  await admin.keys.create({ name: "sync", scope: "read" }, retried);
  await expect(admin.keys.create({ name: "sync", scope: "read" }, retried)).rejects.toMatchObject({ status: 409, code: "SHOWN_ONCE" });
  expect((await admin.keys.list()).items).toHaveLength(1);
  expect(await rows("select answer from idempotency_keys where key = $1", [retried.context.idempotencyKey])).toEqual([{ answer: null }]);
});

test("an admin opens another workspace, whose address is its own, and nobody else sees it", async () => {
  const { admin, as } = await world();
  const name = `Café Zürich ${randomUUID().slice(0, 6)}`;
  const { workspace } = await admin.workspaces.create({ name, productName: "Till" });
  expect(workspace).toBe(name.toLowerCase().replace("café zürich ", "cafe-zurich-"));
  expect(await admin.workspaces.create({ name })).toEqual({ workspace: `${workspace}-2` });
  const of = async ({ email }: Person) => {
    const browser = visitor();
    await browser.ask("POST", "/session", { email, password: PASSWORD });
    return browser.ask("GET", "/workspace", undefined, { "x-workspace": workspace });
  };
  expect(await of(admin)).toMatchObject({ status: 200, body: { slug: workspace, name } });
  const guest = await as("guest");
  expect(await of(guest)).toMatchObject({ status: 404 });
  await expect(guest.workspaces.create({ name: "Mine" })).rejects.toMatchObject({ status: 403 });
  expect((await guest.workspaces.list()).items).toHaveLength(1);
});

test("an admin renames the workspace and its products; their addresses stay", async () => {
  const { admin, as, slug, productId } = await world();
  const before = await admin.workspaces.get();
  const after = await admin.workspaces.edit({ headers: ifMatch(before), body: { name: "Renamed", currency: "EUR", valueUnit: "money" } });
  expect(after).toMatchObject({ name: "Renamed", currency: "EUR", valueUnit: "money", slug, version: 2 });
  await expect(admin.workspaces.edit({ headers: ifMatch(before), body: { name: "Late" } })).rejects.toMatchObject({ status: 412 });
  await expect(admin.workspaces.edit({ headers: ifMatch(after), body: { currency: "euro" } })).rejects.toMatchObject({
    status: 400,
    data: { issues: [{ path: "body.currency" }] },
  });
  const [product] = (await admin.products.list()).items;
  expect(
    await admin.products.edit({ params: { id: productId }, headers: ifMatch(product ?? { version: 0 }), body: { name: "Till" } }),
  ).toMatchObject({
    name: "Till",
    slug: "product",
  });
  expect(
    (await Promise.all([admin.products.create({ name: "Till" }), admin.products.create({ name: "Till" })])).map((made) => made.slug).sort(),
  ).toEqual(["till", "till-2"]);
  await expect((await as("product")).products.create({ name: "Till" })).rejects.toMatchObject({ status: 403 });
});

const post = (body: object) => ({ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
