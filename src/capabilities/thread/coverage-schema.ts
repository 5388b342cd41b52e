import * as z from "zod";
import { Instant } from "../../platform/columns.ts";
import { Page } from "../../platform/procedure.ts";
import { FeatureState } from "../features/schema.ts";
import { COVERAGE_STEPS } from "./rules.ts";

export const Coverage = z.object({
  days: z.int().describe("Quotes of so many days are looked at."),
  quotes: z.int(),
  heardDays: z.number().nullable().describe("Days from when it was said until it was quoted: the median."),
  steps: z.array(
    z.object({
      step: z.enum(COVERAGE_STEPS),
      quotes: z.int().describe("How many quotes got so far."),
      days: z.number().nullable().describe("Days from the step before, the median over the quotes that got so far."),
    }),
  ),
});
export type Coverage = z.infer<typeof Coverage>;

export const CoveredQuote = z.object({
  id: z.uuid(),
  words: z.string(),
  quotedAt: Instant,
  feedbackKey: z.string(),
  targetKey: z.string().describe("The need or feature that it is quoted for."),
  feature: z
    .object({ key: z.string(), title: z.string(), state: FeatureState })
    .nullable()
    .describe("The feature by which it got furthest."),
  reachedAt: Instant.nullable(),
});
export type CoveredQuote = z.infer<typeof CoveredQuote>;
export const CoveredQuotes = Page(CoveredQuote);
export type CoveredQuotes = z.infer<typeof CoveredQuotes>;
export const CoverageQuery = z.object({ product: z.uuid().optional() });
export const CoveredQuotesQuery = CoverageQuery.extend({
  step: z.enum(COVERAGE_STEPS),
  reached: z.stringbool().or(z.boolean()).default(true).describe("Those that got so far, or those that did not."),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.uuid().optional(),
});
