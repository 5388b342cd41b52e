import * as z from "zod";

/** So many of the last readings are carried along. */
export const CARRIED = 5;

/** What a recommendation was taken from, as it stood then: how many readings, over which days, and the last of them. */
export const Basis = z.object({
  fromOn: z.iso.date(),
  toOn: z.iso.date(),
  readings: z.int().min(1).describe("How many readings the days have."),
  last: z
    .array(z.object({ on: z.iso.date(), value: z.number(), n: z.int().nullable() }))
    .max(CARRIED)
    .describe("The last of them, oldest first."),
});
export type Basis = z.infer<typeof Basis>;
