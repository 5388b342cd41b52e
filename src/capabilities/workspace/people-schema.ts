import * as z from "zod";
import { ACCESS_LEVELS, GROUPS, KEY_SCOPES } from "../../platform/access.ts";
import { Instant, rowSchema } from "../../platform/columns.ts";
import { PASSWORD_LENGTH } from "../../platform/password-length.ts";
import { IfMatch } from "../../platform/procedure.ts";
import { Membership } from "../../platform/sessions.ts";
import { apiKeys, Groups, invitations, members, ProductDraft, WorkspaceChange, WorkspaceDraft } from "./schema.ts";

/** A list that is always short enough to come whole; it has the shape of every other list. */
export const Whole = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), nextCursor: z.null() });
export const whole = <Item>(items: Item[]) => ({ items, nextCursor: null });

export const PersonName = z.string().trim().min(1, "Say what people call you.").max(80);
export const Email = z.email("Give an e-mail address, such as sam@example.com.").trim().toLowerCase().max(254);
const { least, most } = PASSWORD_LENGTH;
export const Password = z
  .string()
  .min(least, `Use at least ${least} characters; a few words are easiest to remember.`)
  .max(most, `Use at most ${most} characters.`);

export const SetUpDraft = z.strictObject({
  name: PersonName,
  email: Email,
  password: Password,
  workspaceName: WorkspaceDraft.shape.name,
  productName: ProductDraft.shape.name,
});
export type SetUpDraft = z.infer<typeof SetUpDraft>;

/** What signing in takes. Its answer is the same whatever is wrong with it. */
export const Credentials = z.strictObject({ email: z.string().trim().max(320), password: z.string().max(1000) });
/** Where somebody who came in goes first: the workspace's slug, null when they are in none. */
export const Arrival = z.object({ workspace: z.string().nullable() });
export const PasswordChange = z.strictObject({ currentPassword: z.string().max(1000), newPassword: Password });

export const SessionItem = z.object({
  id: z.uuid(),
  /** What the browser calls itself. */
  browser: z.string(),
  address: z.string(),
  startedAt: Instant,
  /** To the day. */
  seenAt: Instant,
  current: z.boolean(),
});
export type SessionItem = z.infer<typeof SessionItem>;

export const Me = z.object({
  /** Null for a program. */
  user: z.object({ id: z.uuid(), name: z.string(), email: z.string() }).nullable(),
  memberships: z.array(Membership),
  /** Who acts in the workspace that was asked for; null when it is none of theirs. */
  actor: z
    .object({
      workspaceId: z.uuid(),
      id: z.uuid(),
      kind: z.enum(["member", "key"]),
      userId: z.uuid().nullable(),
      name: z.string(),
      access: z.enum(ACCESS_LEVELS),
      groups: z.array(z.enum(GROUPS)),
      scope: z.enum(KEY_SCOPES),
    })
    .nullable(),
});
export type Me = z.infer<typeof Me>;
export const MeChange = z.strictObject({ name: PersonName });

export const WorkspaceEdit = z.object({ headers: IfMatch, body: WorkspaceChange });
const uuidParam = z.object({ id: z.uuid() });
export const ProductEdit = z.object({ params: uuidParam, headers: IfMatch, body: ProductDraft });

export const Member = rowSchema(members)
  .omit({ workspaceId: true })
  .extend({
    userId: z
      .uuid()
      .nullable()
      .describe("Null for somebody who came with an archive: they get in once an invitation to their address is accepted."),
    name: z.string(),
    email: z.string(),
    groups: z.array(z.enum(GROUPS)),
  });
export type Member = z.infer<typeof Member>;
export const MemberChange = z
  .strictObject({ access: z.enum(ACCESS_LEVELS), groups: Groups })
  .partial()
  .refine((change) => Object.keys(change).length > 0, "Say what to change: access or groups.");
export const MemberEdit = z.object({ params: uuidParam, headers: IfMatch, body: MemberChange });

export const INVITATION_STATES = ["open", "expired", "accepted", "revoked"] as const;
export const Invitation = rowSchema(invitations)
  .pick({ id: true, email: true, access: true, invitedBy: true, createdAt: true, expiresAt: true, acceptedBy: true })
  .extend({ groups: z.array(z.enum(GROUPS)), state: z.enum(INVITATION_STATES) });
export type Invitation = z.infer<typeof Invitation>;
export const InvitationDraft = z.strictObject({
  /** Only the person with this address can accept it. */
  email: Email.nullable().default(null),
  access: z.enum(ACCESS_LEVELS).default("member"),
  groups: Groups.default([]),
});
/** The token is in this answer only; the link is `/invite/{token}`. */
export const InvitationMade = Invitation.extend({ token: z.string() });
export const TokenParam = z.object({ token: z.string().max(100) });
export const InvitationShown = z.object({
  workspaceName: z.string(),
  email: z.string().nullable(),
  state: z.enum(INVITATION_STATES),
});
/** Who accepts: left out by somebody who is signed in. */
export const Acceptance = z.strictObject({
  token: TokenParam.shape.token,
  name: PersonName.optional(),
  email: Email.optional(),
  password: Password.optional(),
});
export type Acceptance = z.infer<typeof Acceptance>;

export const ApiKey = rowSchema(apiKeys).omit({ workspaceId: true, hash: true });
export type ApiKey = z.infer<typeof ApiKey>;
export const ApiKeyDraft = z.strictObject({ name: z.string().trim().min(1, "Say what uses this key.").max(80), scope: z.enum(KEY_SCOPES) });
/** The key is in this answer only. */
export const ApiKeyMade = ApiKey.extend({ key: z.string() });
