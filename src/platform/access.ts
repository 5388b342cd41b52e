/** The six groups that make a strategy; duties belong to them, not to people. */
export const GROUPS = ["product", "engineering", "design", "data", "customer", "marketing"] as const;
export type Group = (typeof GROUPS)[number];

/** A guest reads, comments and rates; a member works; an admin also manages people and settings. */
export const ACCESS_LEVELS = ["admin", "member", "guest"] as const;
export type AccessLevel = (typeof ACCESS_LEVELS)[number];

export const KEY_SCOPES = ["read", "write", "admin"] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** Who acts in a workspace: a member with a session, or a program with a key. */
export type Actor = {
  workspaceId: string;
  /** The member's id, or the key's. */
  id: string;
  kind: "member" | "key";
  /** The person's account; null for a program. */
  userId: string | null;
  name: string;
  access: AccessLevel;
  groups: readonly Group[];
  scope: KeyScope;
};

/** A signed-in person, whichever workspace they look at. */
export type User = { id: string; name: string; email: string; sessionId: string };

/** What each group may do in one capability, by the name of the act. */
export type Access = Readonly<Record<string, readonly Group[]>>;

/**
 * Who may use a route.
 * - `anyone`: no sign-in; `signed-in`: a person, in no workspace;
 * - `reader`: any member or key of the workspace; `commenter`: the same, but a key must be allowed to write;
 * - `member`: not guests; `admin`; or a duty of some groups, named in a capability's access table.
 */
export type May = "anyone" | "signed-in" | "reader" | "commenter" | "member" | "admin" | readonly [Access, string];

/** Whether an actor may do what a capability's access table names. Programs with a writing key act for every group. */
export function may(actor: Pick<Actor, "access" | "groups" | "kind" | "scope">, access: Access, act: string): boolean {
  const groups = access[act];
  if (!groups) throw new RangeError(`There is no act "${act}" in this access table.`);
  if (actor.access === "guest") return false;
  if (actor.kind === "key") return actor.scope !== "read";
  return groups.some((group) => actor.groups.includes(group));
}

/** Whether an actor may use a route of a workspace. */
export function mayUse(actor: Actor, rule: Exclude<May, "anyone" | "signed-in">): boolean {
  const writes = actor.kind === "member" || actor.scope !== "read";
  if (rule === "reader") return true;
  if (rule === "commenter") return writes;
  if (rule === "member") return writes && actor.access !== "guest";
  if (rule === "admin") return actor.access === "admin" && (actor.kind === "member" || actor.scope === "admin");
  return may(actor, rule[0], rule[1]);
}
