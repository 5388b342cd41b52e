import type { FeedbackState } from "../customers/rules.ts";
import type { FeatureState } from "../features/rules.ts";
import type { NeedState } from "../needs/rules.ts";

/** What other tools call their states, folded, and which of ours that is. */
const FEEDBACK: Readonly<Record<string, FeedbackState>> = {
  declined: "declined",
  rejected: "declined",
  "will not do": "declined",
  "won't do": "declined",
  wontfix: "declined",
  "not planned": "declined",
  replied: "replied",
};
const NEEDS: Readonly<Record<string, NeedState>> = {
  new: "open",
  "under review": "exploring",
  planned: "exploring",
  started: "exploring",
  "in progress": "exploring",
  completed: "served",
  complete: "served",
  done: "served",
  shipped: "served",
  resolved: "served",
  declined: "parked",
  closed: "parked",
  "not planned": "parked",
  duplicate: "parked",
  canceled: "parked",
  cancelled: "parked",
};
const FEATURES: Readonly<Record<string, FeatureState>> = {
  open: "idea",
  new: "idea",
  backlog: "idea",
  triage: "idea",
  "under review": "evaluated",
  "selected for development": "planned",
  "to do": "planned",
  todo: "planned",
  next: "planned",
  started: "building",
  "in progress": "building",
  "in development": "building",
  "in review": "building",
  completed: "shipped",
  complete: "shipped",
  done: "shipped",
  resolved: "shipped",
  closed: "shipped",
  released: "shipped",
  declined: "dropped",
  rejected: "dropped",
  "not planned": "dropped",
  "won't do": "dropped",
  wontfix: "dropped",
  duplicate: "dropped",
  canceled: "dropped",
  cancelled: "dropped",
};

/** States that other tools' words stand for, by target. */
export const STATE_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  feedback: FEEDBACK,
  needs: NEEDS,
  features: FEATURES,
  deals: { "closed won": "won", "closed lost": "lost", yes: "won", no: "lost", "in progress": "open" },
};

export const foldedState = (word: string): string => word.trim().toLowerCase().replace(/[_-]+/g, " ");
