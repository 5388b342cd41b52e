import * as z from "zod";
import { openRoute, route, signedIn, tag, versionOf } from "../../platform/procedure.ts";
import { Membership, membershipsOf } from "../../platform/sessions.ts";
import { changePassword, endSessions, me, openWorkspace, rename, setUp, signIn, signOut } from "./people-account.ts";
import { createApiKey, editMember, editProduct, editWorkspace, removeMember, revokeApiKey } from "./people-commands.ts";
import { acceptInvitation, invitationByToken, invite, revokeInvitation } from "./people-invitations.ts";
import { invitationsOf, keysOf, membersOf, productsOf, sessionsOf, workspaceOf } from "./people-queries.ts";
import {
  Acceptance,
  ApiKey,
  ApiKeyDraft,
  ApiKeyMade,
  Arrival,
  Credentials,
  Invitation,
  InvitationDraft,
  InvitationMade,
  InvitationShown,
  Me,
  MeChange,
  Member,
  MemberEdit,
  PasswordChange,
  ProductEdit,
  SessionItem,
  SetUpDraft,
  TokenParam,
  Whole,
  WorkspaceEdit,
  whole,
} from "./people-schema.ts";
import { addProduct, SetUpStatus, setUpStatus } from "./people-setup.ts";
import { PolicyValues, policyValues, resetPolicy, setPolicy } from "./policy.ts";
import { POLICY_NAMES } from "./policy-rules.ts";
import { Product, ProductDraft, Workspace, WorkspaceDraft } from "./schema.ts";

const ById = z.object({ id: z.uuid() });
const open = { may: "anyone", limit: "read", audit: false } as const;
const secret = { may: "anyone", limit: "secret", audit: false } as const;
const own = { may: "signed-in", limit: "write", audit: false } as const;
const read = { may: "reader", limit: "read", audit: false } as const;

const setup = {
  status: openRoute(open, {
    method: "GET",
    path: "/setup",
    operationId: "setUpStatus",
    summary: "Whether this installation is still to be set up",
  })
    .output(SetUpStatus)
    .handler(({ context }) => setUpStatus(context.database)),
  complete: openRoute(secret, {
    method: "POST",
    path: "/setup",
    operationId: "setUp",
    summary: "Found the first workspace as its admin",
    description: "Only while the installation is new. The answer signs in.",
    successStatus: 201,
  })
    .input(SetUpDraft)
    .output(Arrival)
    .handler(({ context, input }) => setUp(context, input)),
};

const session = {
  signIn: openRoute(secret, {
    method: "POST",
    path: "/session",
    operationId: "signIn",
    summary: "Sign in",
    description:
      "After ten wrong passwords an account must wait, a second at first, doubling up to 15 minutes; a browser that signed in before does not.",
  })
    .input(Credentials)
    .output(Arrival)
    .handler(({ context, input }) => signIn(context, input)),
  signOut: openRoute(
    { may: "anyone", limit: "write", audit: false },
    { method: "DELETE", path: "/session", operationId: "signOut", summary: "Sign out in this browser", successStatus: 204 },
  )
    .output(z.void())
    .handler(({ context }) => signOut(context)),
};

const sessions = {
  list: openRoute(
    { ...own, limit: "read" },
    { method: "GET", path: "/sessions", operationId: "listSessions", summary: "Where you are signed in" },
  )
    .output(Whole(SessionItem))
    .handler(async ({ context }) => whole(await sessionsOf(context, signedIn(context)))),
  end: openRoute(own, {
    method: "DELETE",
    path: "/sessions/{id}",
    operationId: "endSession",
    summary: "Sign out in one browser",
    successStatus: 204,
  })
    .input(ById)
    .output(z.void())
    .handler(({ context, input }) => endSessions(context, signedIn(context), input.id)),
  endAll: openRoute(own, {
    method: "DELETE",
    path: "/sessions",
    operationId: "endSessions",
    summary: "Sign out everywhere",
    successStatus: 204,
  })
    .output(z.void())
    .handler(({ context }) => endSessions(context, signedIn(context))),
};

const account = {
  get: openRoute(
    { ...own, limit: "read" },
    { method: "GET", path: "/me", operationId: "me", summary: "Who you are, here and in the workspace asked for" },
  )
    .output(Me)
    .handler(({ context }) => me(context)),
  edit: openRoute(own, { method: "PATCH", path: "/me", operationId: "editMe", summary: "Change your name" })
    .input(MeChange)
    .output(Me)
    .handler(({ context, input }) => rename(context, signedIn(context), input.name)),
  changePassword: openRoute(
    { ...own, limit: "secret" },
    {
      method: "PUT",
      path: "/password",
      operationId: "changePassword",
      summary: "Change your password",
      description: "Signs you out everywhere else.",
      successStatus: 204,
    },
  )
    .input(PasswordChange)
    .output(z.void())
    .handler(({ context, input }) => changePassword(context, signedIn(context), input)),
};

const workspaces = {
  list: openRoute(
    { ...own, limit: "read" },
    { method: "GET", path: "/workspaces", operationId: "listWorkspaces", summary: "The workspaces you are in" },
  )
    .output(Whole(Membership))
    .handler(async ({ context }) => whole(await membershipsOf(context.database.pool, signedIn(context).id))),
  create: openRoute(
    { ...own, audit: "workspace.founded" },
    { method: "POST", path: "/workspaces", operationId: "createWorkspace", summary: "Open another workspace", successStatus: 201 },
  )
    .input(WorkspaceDraft)
    .output(Arrival)
    .handler(({ context, input }) => openWorkspace(context, signedIn(context), input)),
  get: route(read, { method: "GET", path: "/workspace", operationId: "getWorkspace", summary: "The workspace you are looking at" })
    .output(Workspace)
    .handler(async ({ context }) => tag(context, await workspaceOf(context))),
  edit: route(
    { may: "admin", limit: "write", audit: "workspace.edited", edits: true },
    {
      method: "PATCH",
      path: "/workspace",
      operationId: "editWorkspace",
      summary: "Change the workspace's name, currency or unit of value",
    },
  )
    .input(WorkspaceEdit)
    .output(Workspace)
    .handler(async ({ context, input }) => tag(context, await editWorkspace(context, versionOf(input.headers), input.body))),
};

const policy = {
  get: route(read, {
    method: "GET",
    path: "/policy",
    operationId: "getPolicy",
    summary: "Thresholds and periods of readiness in this workspace",
  })
    .output(PolicyValues)
    .handler(({ context }) => policyValues(context)),
  set: route(
    { may: "admin", limit: "write", audit: "policy.set", undo: true },
    { method: "PUT", path: "/policy/{name}", operationId: "setPolicy", summary: "Set a threshold or period of readiness" },
  )
    .input(z.strictObject({ name: z.enum(POLICY_NAMES), value: z.number() }))
    .output(PolicyValues)
    .handler(({ context, input }) => setPolicy(context, input.name, input.value)),
  reset: route(
    { may: "admin", limit: "write", audit: "policy.reset", undo: true },
    { method: "DELETE", path: "/policy/{name}", operationId: "resetPolicy", summary: "Go back to the usual threshold or period" },
  )
    .input(z.object({ name: z.enum(POLICY_NAMES) }))
    .output(PolicyValues)
    .handler(({ context, input }) => resetPolicy(context, input.name)),
};

const products = {
  list: route(read, { method: "GET", path: "/products", operationId: "listProducts", summary: "Products of the workspace" })
    .output(Whole(Product))
    .handler(async ({ context }) => whole(await productsOf(context))),
  create: route(
    { may: "admin", limit: "write", audit: "product.added" },
    { method: "POST", path: "/products", operationId: "createProduct", summary: "Add a product", successStatus: 201 },
  )
    .input(ProductDraft)
    .output(Product)
    .handler(async ({ context, input }) => tag(context, await addProduct(context, input.name))),
  edit: route(
    { may: "admin", limit: "write", audit: "product.edited", edits: true },
    { method: "PATCH", path: "/products/{id}", operationId: "editProduct", summary: "Rename a product" },
  )
    .input(ProductEdit)
    .output(Product)
    .handler(async ({ context, input }) => tag(context, await editProduct(context, input.params.id, versionOf(input.headers), input.body))),
};

const members = {
  list: route(read, {
    method: "GET",
    path: "/members",
    operationId: "listMembers",
    summary: "Who is in the workspace, and who was",
    description: "Members who were removed carry `removedAt`.",
  })
    .output(Whole(Member))
    .handler(async ({ context }) => whole(await membersOf(context))),
  edit: route(
    { may: "admin", limit: "write", audit: "member.edited", edits: true, transaction: "own" },
    {
      method: "PATCH",
      path: "/members/{id}",
      operationId: "editMember",
      summary: "Change a member's access or groups",
      description: "Takes effect with their next request. Somebody who stops being an admin loses the keys and open invitations they made.",
    },
  )
    .input(MemberEdit)
    .output(Member)
    .handler(async ({ context, input }) => tag(context, await editMember(context, input.params.id, versionOf(input.headers), input.body))),
  remove: route(
    { may: "admin", limit: "write", audit: "member.removed", transaction: "own" },
    {
      method: "DELETE",
      path: "/members/{id}",
      operationId: "removeMember",
      summary: "Remove a member",
      description:
        "Takes effect with their next request; their keys, open invitations and share links end too. What they did keeps their name.",
      successStatus: 204,
    },
  )
    .input(ById)
    .output(z.void())
    .handler(({ context, input }) => removeMember(context, input.id)),
};

const invitations = {
  list: route(
    { may: "admin", limit: "read", audit: false },
    { method: "GET", path: "/invitations", operationId: "listInvitations", summary: "Invitations, newest first" },
  )
    .output(Whole(Invitation))
    .handler(async ({ context }) => whole(await invitationsOf(context))),
  create: route(
    { may: "admin", limit: "write", audit: "invitation.made", shownOnce: true },
    {
      method: "POST",
      path: "/invitations",
      operationId: "createInvitation",
      summary: "Invite somebody by a link",
      description: "The link is `/invite/{token}`, good once and for seven days; the token is in this answer only.",
      successStatus: 201,
    },
  )
    .input(InvitationDraft)
    .output(InvitationMade)
    .handler(({ context, input }) => invite(context, input)),
  revoke: route(
    { may: "admin", limit: "write", audit: "invitation.revoked" },
    { method: "DELETE", path: "/invitations/{id}", operationId: "revokeInvitation", summary: "Withdraw an invitation", successStatus: 204 },
  )
    .input(ById)
    .output(z.void())
    .handler(({ context, input }) => revokeInvitation(context, input.id)),
  show: openRoute(secret, {
    method: "GET",
    path: "/invitations/by-token/{token}",
    operationId: "showInvitation",
    summary: "What an invitation link is for",
  })
    .input(TokenParam)
    .output(InvitationShown)
    .handler(({ context, input }) => invitationByToken(context, input.token)),
  accept: openRoute(
    { ...secret, audit: "member.joined" },
    {
      method: "POST",
      path: "/invitations/by-token/{token}/acceptance",
      operationId: "acceptInvitation",
      summary: "Join a workspace by an invitation",
      description:
        "Somebody who is signed in sends nothing more; a new person gives name, e-mail address and password, and is signed in by the answer.",
    },
  )
    .input(Acceptance)
    .output(Arrival)
    .handler(({ context, input }) => acceptInvitation(context, input)),
};

const keys = {
  list: route(
    { may: "admin", limit: "read", audit: false },
    { method: "GET", path: "/keys", operationId: "listKeys", summary: "API keys, newest first" },
  )
    .output(Whole(ApiKey))
    .handler(async ({ context }) => whole(await keysOf(context))),
  create: route(
    { may: "admin", limit: "write", audit: "key.created", shownOnce: true },
    {
      method: "POST",
      path: "/keys",
      operationId: "createKey",
      summary: "Make an API key",
      description: "The key is in this answer only.",
      successStatus: 201,
    },
  )
    .input(ApiKeyDraft)
    .output(ApiKeyMade)
    .handler(({ context, input }) => createApiKey(context, input)),
  revoke: route(
    { may: "admin", limit: "write", audit: "key.revoked", transaction: "own" },
    { method: "DELETE", path: "/keys/{id}", operationId: "revokeKey", summary: "Revoke an API key", successStatus: 204 },
  )
    .input(ById)
    .output(z.void())
    .handler(({ context, input }) => revokeApiKey(context, input.id)),
};

/** Workspaces, the people in them, and how they come in. */
export const peopleRoutes = { setup, session, sessions, me: account, workspaces, policy, products, members, invitations, keys };
