import * as z from "zod";
import { rowSchema } from "../../platform/columns.ts";
import { RecordRef } from "../../platform/procedure.ts";
import { Beside, ListQuery } from "../workspace/record-store.ts";
import { Claim } from "./claims.ts";
import { MESSAGE_CHOICES, MESSAGE_STATES } from "./message-rules.ts";
import { Promised } from "./promises.ts";
import { messages } from "./schema.ts";

const Named = z.object({ id: z.uuid(), key: z.string(), name: z.string() });

export const MessageRow = rowSchema(messages).omit({ workspaceId: true }).extend(Beside);
export type MessageRow = z.infer<typeof MessageRow>;
/** A message as it is answered: with its segment, what it promises and proves, and why it is stale when it is. */
export const Message = MessageRow.extend({
  state: z.enum(MESSAGE_STATES),
  segment: Named,
  features: z.array(Promised),
  claims: z.array(Claim),
  stale: z.array(z.string()),
});
export type Message = z.infer<typeof Message>;

export const ClaimDraft = z.strictObject({
  text: z.string().trim().min(3, "Say it in a line.").max(500),
  citedId: RecordRef.describe("The record that it rests on."),
});
export const MessageDraft = z.strictObject({
  segmentId: RecordRef,
  promise: z.string().trim().min(3, "Say what they get.").max(500),
  call: z.string().trim().max(300).optional(),
  state: z.enum(MESSAGE_CHOICES).optional(),
  features: z.array(RecordRef).max(20).default([]).describe("The features that make the promise true."),
  claims: z.array(ClaimDraft).max(20).default([]).describe("What proves it, each line with the record that it rests on."),
});
export type MessageDraft = z.infer<typeof MessageDraft>;
export const MessageChange = MessageDraft.pick({ promise: true, call: true, segmentId: true }).partial();
export type MessageChange = z.infer<typeof MessageChange>;
export const MessageMove = z.strictObject({ state: z.enum(MESSAGE_CHOICES) });

const State = z.enum(MESSAGE_STATES);
export const MessageQuery = z.object({
  ...ListQuery,
  state: z.union([State, z.array(State).min(1).max(3)]).optional(),
  segment: RecordRef.optional(),
  product: z.uuid().optional(),
});
export type MessageQuery = z.infer<typeof MessageQuery>;
export const MessageFilter = MessageQuery.omit({ limit: true, cursor: true, offset: true, direction: true });
export type MessageFilter = z.infer<typeof MessageFilter>;

/** Who is told what: segments by features. A pair that is wanted and has no message is a hole. */
export const MessageMatrix = z.object({
  segments: z.array(Named),
  features: z.array(Promised),
  cells: z.array(
    z.object({
      segmentId: z.uuid(),
      featureId: z.uuid(),
      wanted: z.boolean().describe("The feature is for this segment."),
      messages: z.array(z.object({ key: z.string(), promise: z.string(), state: z.enum(MESSAGE_STATES) })),
    }),
  ),
});
export type MessageMatrix = z.infer<typeof MessageMatrix>;
