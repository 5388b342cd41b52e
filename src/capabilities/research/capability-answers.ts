import * as z from "zod";
import { FEATURE_STATES } from "../features/rules.ts";
import { MOST_CELLS, STANCES } from "./capability-rules.ts";

const Stand = z.object({
  competitorId: z.uuid().nullable().describe("Null: our own product."),
  stance: z.enum(STANCES),
  address: z.string().nullable().describe("Where it is said."),
  asOf: z.iso.date().nullable().describe("The day on which it was so."),
});
export const Capability = z.object({
  id: z.uuid(),
  name: z.string(),
  feature: z
    .object({ id: z.uuid(), key: z.string(), state: z.enum(FEATURE_STATES) })
    .nullable()
    .describe("Ours, where the row is one of our features: how we stand follows from its state."),
  stands: z.array(Stand).describe("What is not there is unknown."),
});
export type Capability = z.infer<typeof Capability>;
/** What our product and each competitor can do, row by row. */
export const CapabilityMatrix = z.object({ items: z.array(Capability) });

export const CapabilityDraft = z.union([
  z.strictObject({ name: z.string().trim().min(1, "Name it.").max(160) }),
  z.strictObject({ featureId: z.uuid() }),
]);
export type CapabilityDraft = z.infer<typeof CapabilityDraft>;
export const CapabilityChange = z.strictObject({ name: z.string().trim().min(1, "Name it.").max(160) });

export const Cells = z.strictObject({
  cells: z
    .array(
      z.strictObject({
        capabilityId: z.uuid(),
        competitorId: z.uuid().nullable().describe("Null: our own product, in rows that are no feature of ours."),
        stance: z.enum(STANCES).optional(),
        address: z
          .url({ protocol: /^https?$/, message: "Give an address that begins with http:// or https://." })
          .max(2000)
          .nullable()
          .optional(),
        asOf: z.iso.date("Give a day as 2026-11-27.").nullable().optional().describe("Today when a stance is said without a day."),
      }),
    )
    .min(1)
    .max(MOST_CELLS),
});
export type Cells = z.infer<typeof Cells>;
