import * as z from "zod";

/** One way to go: its name, and what speaks for it or against it in a line. */
export const DecisionOption = z.strictObject({
  name: z.string().trim().min(1, "Give the option a name.").max(120),
  line: z.string().trim().max(500).default("").describe("What speaks for it or against it."),
});
export type DecisionOption = z.infer<typeof DecisionOption>;
