import * as z from "zod";
import { GROUPS } from "../../platform/access.ts";
import { Instant, rowSchema } from "../../platform/columns.ts";
import { RecordRef } from "../../platform/procedure.ts";
import { Beside, ListQuery } from "../workspace/record-store.ts";
import { RecordName } from "../workspace/search.ts";
import { LAUNCH_STATES } from "./launch-rules.ts";
import { Promised } from "./promises.ts";
import { launches, launchItems } from "./schema.ts";

const Tier = z.union([z.literal(1), z.literal(2), z.literal(3)]);
const Day = z.iso.date("Give a day, such as 2026-12-31.");
const shape = { tier: Tier, launchesOn: z.iso.date().nullable() };

export const LaunchRow = rowSchema(launches)
  .omit({ workspaceId: true })
  .extend(Beside)
  .extend(shape)
  .extend({ milestone: RecordName.nullable() });
export type LaunchRow = z.infer<typeof LaunchRow>;
export const LaunchItem = rowSchema(launchItems)
  .omit({ workspaceId: true })
  .extend({ dueOn: z.iso.date().nullable(), isOverdue: z.boolean() });
export type LaunchItem = z.infer<typeof LaunchItem>;
/** A launch as lists show it. */
export const Launch = LaunchRow.extend({
  launchesOn: z.iso.date().nullable().describe("Its milestone's day, or its own."),
  features: z.array(Promised),
  items: z.array(LaunchItem),
  overdue: z.int(),
  open: z.int(),
});
export type Launch = z.infer<typeof Launch>;

export const LaunchDraft = z.strictObject({
  title: z.string().trim().min(3, "Give it a title.").max(160),
  tier: Tier.default(2),
  launchesOn: Day.nullish().describe("Its own day: it is taken from its milestone."),
  milestoneId: z.uuid().nullish().describe("It goes out on the day of this one: its own day is emptied."),
  positioning: z.string().max(5000).optional(),
  price: z.string().max(1000).optional(),
  channels: z.string().max(1000).optional(),
  ownerId: z.uuid().nullish(),
  features: z.array(RecordRef).max(50).default([]).describe("The features that it brings out."),
});
export type LaunchDraft = z.infer<typeof LaunchDraft>;
export const LaunchChange = LaunchDraft.omit({ features: true, tier: true }).extend({ tier: Tier }).partial();
export type LaunchChange = z.infer<typeof LaunchChange>;
export const LaunchMove = z.strictObject({ state: z.enum(LAUNCH_STATES), reason: z.string().trim().min(1).max(1000).optional() });
export type LaunchMove = z.infer<typeof LaunchMove>;

export const LaunchItemDraft = z.strictObject({
  title: z.string().trim().min(2, "Say what is to be done.").max(200),
  group: z.enum(GROUPS).default("marketing"),
  ownerId: z.uuid().nullish(),
  offsetDays: z.int().min(-730).max(730).default(0).describe("Days from the launch; negative before it."),
});
export type LaunchItemDraft = z.infer<typeof LaunchItemDraft>;
export const LaunchItemChange = LaunchItemDraft.extend({ group: z.enum(GROUPS), offsetDays: z.int().min(-730).max(730) }).partial();
export type LaunchItemChange = z.infer<typeof LaunchItemChange>;

const State = z.enum(LAUNCH_STATES);
export const LaunchQuery = z.object({
  ...ListQuery,
  state: z.union([State, z.array(State).min(1).max(4)]).optional(),
  product: z.uuid().optional(),
  sort: z.enum(["date", "newest"]).default("date"),
});
export type LaunchQuery = z.infer<typeof LaunchQuery>;
export const LaunchFilter = LaunchQuery.omit({ limit: true, cursor: true, offset: true, sort: true, direction: true });
export type LaunchFilter = z.infer<typeof LaunchFilter>;

/** Somebody who was quoted for a feature or for a need that it serves, and whether they have been told. */
export const Asker = z.object({
  voiceId: z.uuid().describe("The contact; where none is known the account, else the feedback."),
  name: z.string().nullable(),
  email: z.string().nullable(),
  account: z.object({ id: z.uuid(), key: z.string(), name: z.string() }).nullable(),
  feedbackKey: z.string(),
  words: z.string().describe("The strongest of what they said."),
  features: z.array(
    z.object({ id: z.uuid(), key: z.string(), title: z.string(), toldAt: Instant.nullable(), toldBy: z.uuid().nullable() }),
  ),
});
export type Asker = z.infer<typeof Asker>;
export const Askers = z.object({ items: z.array(Asker), asked: z.int(), told: z.int() });
export type Askers = z.infer<typeof Askers>;
