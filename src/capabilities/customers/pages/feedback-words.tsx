import { ClipboardList, type LucideIcon, Mail, MessagesSquare, Phone, Star } from "lucide-react";
import { dateOnly } from "../../../ui/format.ts";
import type { PipShape } from "../../../ui/marks.tsx";
import { type FeedbackKind, type FeedbackState, stateOf } from "../rules.ts";

export const KIND_WORDS: Readonly<Record<FeedbackKind, { word: string; icon: LucideIcon }>> = {
  message: { word: "Message", icon: Mail },
  call: { word: "Call", icon: Phone },
  interview: { word: "Interview", icon: MessagesSquare },
  survey: { word: "Survey", icon: ClipboardList },
  review: { word: "Review", icon: Star },
};

export const STATE_WORDS: Readonly<Record<FeedbackState, { word: string; shape: PipShape }>> = {
  new: { word: "New", shape: "filled" },
  snoozed: { word: "Snoozed", shape: "dotted" },
  linked: { word: "Done", shape: "check" },
  merged: { word: "Merged", shape: "half" },
  declined: { word: "Declined", shape: "cross" },
  replied: { word: "Replied", shape: "check" },
};

/** A state in words, with what a person wants to know beside it: "Snoozed until 8 Dec". */
export function stateWords(feedback: { state: FeedbackState; snoozedUntil: string | null }, now: string): string {
  const state = stateOf(feedback, now);
  if (state === "snoozed" && feedback.snoozedUntil !== null) return `Snoozed until ${dateOnly(localDay(feedback.snoozedUntil))}`;
  return STATE_WORDS[state].word;
}

/** The day that a moment falls on for the person, as `2026-12-08`. */
export const localDay = (iso: string): string => new Date(iso).toLocaleDateString("sv");

/** Who said it, as well as we know: the contact, the name it came with, the address. */
export function authorOf(feedback: {
  contact?: { name: string } | null;
  authorName: string | null;
  authorEmail?: string | null;
}): string | null {
  return feedback.contact?.name ?? feedback.authorName ?? feedback.authorEmail ?? null;
}
