import * as z from "zod";
import { rowSchema } from "../../platform/columns.ts";
import { Beside, ListQuery } from "../workspace/record-store.ts";
import { competitors } from "./schema.ts";

export const Competitor = rowSchema(competitors)
  .omit({ workspaceId: true })
  .extend({ ...Beside, findings: z.int().describe("Findings about it that were not withdrawn.") });
export type Competitor = z.infer<typeof Competitor>;

const fields = {
  name: z.string().trim().min(1).max(120),
  address: z
    .url({ protocol: /^https?$/, message: "Give an address that begins with http:// or https://." })
    .max(2000)
    .nullable(),
  position: z.string().trim().max(300),
  note: z.string().max(20_000),
};
export const CompetitorChange = z.strictObject(fields).partial();
export type CompetitorChange = z.infer<typeof CompetitorChange>;
export const CompetitorDraft = CompetitorChange.extend({ name: fields.name });
export type CompetitorDraft = z.infer<typeof CompetitorDraft>;
export const CompetitorQuery = z.object({ ...ListQuery, sort: z.enum(["name", "updated"]).default("name") });
export type CompetitorQuery = z.infer<typeof CompetitorQuery>;
export const CompetitorFilter = CompetitorQuery.omit({ limit: true, cursor: true, offset: true, sort: true, direction: true });
export type CompetitorFilter = z.infer<typeof CompetitorFilter>;
