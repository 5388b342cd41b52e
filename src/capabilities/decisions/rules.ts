import { type Access, GROUPS } from "../../platform/access.ts";
import type { DecisionOption } from "./option-rules.ts";

export const DECISION_STATES = ["open", "decided", "reopened"] as const;
export type DecisionState = (typeof DECISION_STATES)[number];
export const DECISION_SORTS = ["waiting", "look-again", "newest"] as const;

/** Whoever was there writes a decision down; who decided stands in it by name. */
export const decisionAccess = {
  record: GROUPS,
  edit: GROUPS,
  decide: GROUPS,
  reopen: GROUPS,
  dissent: GROUPS,
  delete: GROUPS,
} as const satisfies Access;

/** So many ways to go are compared, and so many people decide together. */
export const MOST_OPTIONS = 12;
export const MOST_DECIDERS = 20;

const sameName = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase();

/** What is wrong with the options of a decision and the one that was chosen, by field. */
export function optionIssues(options: readonly DecisionOption[], chosen: string | null): { path: string; message: string }[] {
  const twice = options.findIndex(({ name }, place) => options.findIndex((other) => sameName(other.name, name)) !== place);
  if (twice >= 0) return [{ path: `options.${twice}.name`, message: "This option is there twice." }];
  if (chosen !== null && !options.some(({ name }) => name === chosen))
    return [{ path: "options", message: `“${chosen}” was chosen and has to stay; open the decision again first.` }];
  return [];
}

/** The option that is meant by what was typed, or null when there is none such. */
export const optionNamed = (options: readonly DecisionOption[], name: string): DecisionOption | null =>
  options.find((option) => sameName(option.name, name)) ?? null;

/** Why it cannot be decided, or opened again, as it stands; null when it can. */
export function moveObjection(from: DecisionState, to: "decided" | "reopened"): string | null {
  if (to === "decided") return from === "decided" ? "It is decided already; open it again first." : null;
  return from === "decided" ? null : "Only what is decided is opened again.";
}

/** Whether the day has come on which a decision is to be looked at again. */
export const isToLookAt = ({ state, lookAgainOn }: { state: DecisionState; lookAgainOn: string | null }, today: string): boolean =>
  state === "decided" && lookAgainOn !== null && lookAgainOn <= today;

/** Options as they are typed, one a line: the name, and after a colon or a dash what speaks for it or against it. */
export function optionsIn(text: string): DecisionOption[] {
  return text
    .split("\n")
    .map((typed) => typed.trim())
    .filter((typed) => typed !== "")
    .map((typed) => {
      const [, name = typed, line = ""] = /^(.+?)(?::\s+|\s+[–—-]\s+)(.*)$/.exec(typed) ?? [];
      return { name: name.trim(), line: line.trim() };
    });
}
/** The same the other way round. */
export const optionsText = (options: readonly DecisionOption[]): string =>
  options.map(({ name, line }) => (line === "" ? name : `${name}: ${line}`)).join("\n");

/** A check of a feature that is not met, when the feature moves on. */
export type Gap = { key: string; name: string; reason: string; state: "failed" | "not-yet" };

/** Moving features on with gaps as a decision: what was open stands in it as it was. */
export function gapsDecision(features: readonly { id: string; key: string }[], gaps: readonly Gap[], word: string, whyNow: string) {
  const which = features.length === 1 ? (features[0]?.key ?? "") : `${features.length} features`;
  const on = `Move on: ${word.toLowerCase()}`;
  return {
    question: `Move ${which} on with ${gaps.length === 1 ? "one gap" : `${gaps.length} gaps`}?`,
    options: [
      { name: on, line: whyNow.slice(0, 500) },
      { name: "Close the gaps first", line: "" },
    ],
    body: `What was open:\n\n${gaps
      .map(
        ({ key, name, reason, state }) =>
          `* ${features.length > 1 ? `${key}, ` : ""}**${name}** (${state === "failed" ? "failed" : "not yet"}): ${reason}`,
      )
      .join("\n")}\n`,
    answers: features.map(({ id }) => id),
    choice: { chosen: on, whyNow },
  };
}
