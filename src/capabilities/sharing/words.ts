import { formatRange } from "../../kernels/estimate.ts";
import { counted } from "../../kernels/figures.ts";
import type { FeedbackKind } from "../customers/rules.ts";
import type { SharedFeature, SharedNeed, SharedQuote } from "./answers.ts";
import type { Card } from "./sheet.ts";

export const KIND_WORDS: Readonly<Record<FeedbackKind, string>> = {
  message: "Message",
  call: "Call",
  interview: "Interview",
  survey: "Survey",
  review: "Review",
};

const LONGEST_QUOTE = 320;
/** A text of which the beginning suffices. It is cut after it was masked: half a name would not be known as one. */
export function clipped(text: string, most = LONGEST_QUOTE): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).replace(/\s+\S*$/, "")}…`;
}

export const effortOf = ({ effortLow, effortHigh }: { effortLow: number | null; effortHigh: number | null }): string | null =>
  effortLow === null || effortHigh === null ? null : formatRange({ low: effortLow, high: effortHigh }, "effort");

/** "18 quotes from 14 accounts worth $412k a year", with nothing said that is not known. */
export function demandOf({ quotes, accounts, money }: { quotes: number; accounts: number; money?: string | null | undefined }): string {
  if (quotes === 0) return "no quotes yet";
  return `${counted(quotes, "quote")}${accounts > 0 ? ` from ${counted(accounts, "account")}` : ""}${money ? ` worth ${money} a year` : ""}`;
}

const rating = (value: number | null) => (value === null ? "unknown" : value.toFixed(1));
export const ratingsOf = ({ importance, satisfaction }: Pick<SharedNeed, "importance" | "satisfaction">): string | null =>
  importance === null && satisfaction === null ? null : `importance ${rating(importance)}, satisfied ${rating(satisfaction)} of 10`;

const joined = (...parts: (string | null | undefined)[]) => parts.filter((part) => part).join(" · ");
export const needCard = (need: SharedNeed): Card => ({
  tag: joined(need.key, need.state, need.persona),
  title: need.statement,
  meta: joined(demandOf(need), ratingsOf(need), need.owner && `owner ${need.owner}`),
});
export const featureCard = (feature: SharedFeature): Card => ({
  tag: joined(feature.key, feature.state),
  title: feature.title,
  meta: joined(feature.effort, demandOf(feature), feature.owner && `owner ${feature.owner}`),
});
export const quoteMeta = (quote: SharedQuote): string =>
  joined(quote.who, KIND_WORDS[quote.kind], quote.voices > 1 ? counted(quote.voices, "voice") : null, dayOf(quote.saidOn), quote.money);

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const minute = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});
/** The server does not know where a reader sits, so days and times are UTC, and times say so. */
export const dayOf = (iso: string): string => day.format(new Date(iso.slice(0, 10)));
export const momentOf = (iso: string): string => `${minute.format(new Date(iso))} UTC`;
