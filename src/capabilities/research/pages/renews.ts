import { api } from "../../../api.tsx";
import { rowsOf } from "../../workspace/pages/rows-key.ts";

/** What changes with a customer's story. */
export const STORY_RENEWS = [api.customerStories.key(), api.links.key(), api.records.key(), rowsOf("customer-story")];
/** What changes with a finding or a competitor. */
export const MARKET_RENEWS = [
  api.findings.key(),
  api.competitors.key(),
  api.links.key(),
  api.records.key(),
  rowsOf("finding"),
  rowsOf("competitor"),
];
/** What changes with a deal. */
export const DEAL_RENEWS = [api.deals.key(), api.competitors.key(), api.links.key(), api.records.key(), rowsOf("deal")];
