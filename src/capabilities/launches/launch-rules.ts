import type { Access, Group } from "../../platform/access.ts";
import { dayAfter } from "./asset-rules.ts";

export const LAUNCH_STATES = ["planned", "ready", "live", "reviewed"] as const;
export type LaunchState = (typeof LAUNCH_STATES)[number];
export const TIERS = [1, 2, 3] as const;
export type Tier = (typeof TIERS)[number];

export const launchAccess = {
  plan: ["marketing", "product", "customer"],
  /** Whoever does a thing of the checklist says that it is done. */
  do: ["marketing", "product", "customer", "engineering", "design", "data"],
  tell: ["customer", "marketing", "product"],
} as const satisfies Access;

type TemplateItem = { title: string; group: Group; offsetDays: number };
type Template = { name: string; when: string; leadDays: number; items: readonly TemplateItem[] };

/** What a launch of each tier takes, so many days before or after its date. */
export const TEMPLATES: Readonly<Record<Tier, Template>> = {
  1: {
    name: "The whole market hears of it",
    when: "A new product, or what changes why people buy",
    leadDays: 56,
    items: [
      { title: "Positioning agreed with product and sales", group: "marketing", offsetDays: -49 },
      { title: "Segments and a message for each", group: "marketing", offsetDays: -42 },
      { title: "Price and packaging decided", group: "product", offsetDays: -42 },
      { title: "Three customers agree to be named", group: "customer", offsetDays: -35 },
      { title: "Measures and their baseline in place", group: "data", offsetDays: -28 },
      { title: "Battlecard and demo script live", group: "marketing", offsetDays: -21 },
      { title: "Screens and pictures for the announcement", group: "design", offsetDays: -21 },
      { title: "Sellers have read and rehearsed", group: "customer", offsetDays: -10 },
      { title: "Help pages and answers for support", group: "customer", offsetDays: -7 },
      { title: "Turned on for early customers without a fault", group: "engineering", offsetDays: -7 },
      { title: "Announcement published", group: "marketing", offsetDays: 0 },
      { title: "Those who asked are told", group: "customer", offsetDays: 3 },
      { title: "Looked back: did it work?", group: "product", offsetDays: 45 },
    ],
  },
  2: {
    name: "Customers of some segments hear of it",
    when: "What makes an important job clearly better",
    leadDays: 28,
    items: [
      { title: "Positioning written", group: "marketing", offsetDays: -21 },
      { title: "A message for each segment it is for", group: "marketing", offsetDays: -14 },
      { title: "Measures and their baseline in place", group: "data", offsetDays: -14 },
      { title: "One-pager or battlecard live", group: "marketing", offsetDays: -10 },
      { title: "Help page and answers for support", group: "customer", offsetDays: -5 },
      { title: "Turned on without a fault", group: "engineering", offsetDays: -2 },
      { title: "Mail and post published", group: "marketing", offsetDays: 0 },
      { title: "Those who asked are told", group: "customer", offsetDays: 3 },
      { title: "Looked back: did it work?", group: "product", offsetDays: 30 },
    ],
  },
  3: {
    name: "A line in the changelog",
    when: "An improvement or a fix that users will notice",
    leadDays: 7,
    items: [
      { title: "Line for the changelog written", group: "marketing", offsetDays: -3 },
      { title: "Those who asked are told", group: "customer", offsetDays: 3 },
    ],
  },
};

/** The day on which something of a launch is due; null while the launch has no date. */
export const dueOn = (launchesOn: string | null, offsetDays: number): string | null =>
  launchesOn === null ? null : dayAfter(launchesOn, offsetDays);

type Item = { doneAt: string | null; offsetDays: number };
export const isOverdue = (item: Item, launchesOn: string | null, today: string): boolean => {
  const due = dueOn(launchesOn, item.offsetDays);
  return item.doneAt === null && due !== null && due < today;
};

export type LaunchReason = "going-back" | "skipping" | "open-items" | "no-date";
/** What a change of state asks to be told. */
export const launchReasonSentences: Readonly<Record<LaunchReason, string>> = {
  "going-back": "Say why it goes back.",
  skipping: "It skips a step; say why now.",
  "open-items": "Something of its checklist is still open; say why now.",
  "no-date": "It has no date; say why now.",
};

/** What a person is asked to say in a line before a launch moves; nothing of it forbids the move. */
export function launchReasons(
  launch: { state: LaunchState; launchesOn: string | null; items: readonly Item[] },
  to: LaunchState,
): LaunchReason[] {
  if (launch.state === to) return [];
  const steps = LAUNCH_STATES.indexOf(to) - LAUNCH_STATES.indexOf(launch.state);
  if (steps < 0) return ["going-back"];
  if (steps > 1) return ["skipping"];
  const open = launch.items.filter(({ doneAt, offsetDays }) => doneAt === null && (to === "reviewed" || offsetDays < 0));
  return [
    ...(open.length > 0 ? (["open-items"] as const) : []),
    ...(to === "ready" && launch.launchesOn === null ? (["no-date"] as const) : []),
  ];
}

type Asker = { name: string | null; words: string; features: readonly { title: string }[] };
const listed = (words: readonly string[]) =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;

/** What is said to somebody who asked, in their own words. People change it before they send it. */
export function tellingText({ name, words, features }: Asker): string {
  const what = listed(features.map(({ title }) => title));
  const said = words.length > 240 ? `${words.slice(0, 239).trimEnd()}…` : words;
  return [
    name ? `Hello ${name.split(/\s+/)[0]},` : "Hello,",
    `you told us: “${said.trim()}”`,
    `We listened: ${what} ${features.length === 1 ? "is" : "are"} there now. If it does not do what you need, answer this mail; we read every word.`,
    "Thank you for saying it.",
  ].join("\n\n");
}
