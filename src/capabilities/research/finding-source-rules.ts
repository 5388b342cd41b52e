import * as z from "zod";

/** Where a finding was read, and of which day what stands there is. */
export const FindingSource = z.strictObject({
  address: z.url({ protocol: /^https?$/, message: "Give an address that begins with http:// or https://." }).max(2000),
  title: z.string().trim().max(300).default(""),
  asOf: z.iso.date(),
});
export type FindingSource = z.infer<typeof FindingSource>;
