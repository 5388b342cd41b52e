import type * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { membersOf, workspaceOf } from "../workspace/people-queries.ts";
import { stateNamesOf } from "../workspace/state-names.ts";
import type { Shared } from "./answers.ts";
import { type AudienceLink, type Told, toldTo } from "./audience.ts";
import type { Sheet } from "./sheet.ts";

/** What a link names: the record, where its kind is about one, and the scope of a list. */
export type Subject = { recordId: string | null; scope: unknown };
/** What is known everywhere on a page: who shares it, and what this workspace calls its states. */
export type Surroundings = {
  workspace: string;
  currency: string;
  asOf: string;
  stateWord(kind: "need" | "feature" | "feedback", state: string): string;
  /** The name of a member, also of one who left. */
  colleague(id: string | null): string | null;
};

/** What one kind of link shows. */
export type Target = {
  /** The kind of record that it is about; null for lists and the whole. */
  about: "need" | "feature" | "customer-story" | null;
  /** Refuses where it may not be shared: when a link is made, and whenever one opens. */
  mustBeShareable?(context: Context, recordId: string): Promise<void>;
  /** What a draft may say of its scope. */
  scope: z.ZodType<Record<string, unknown>>;
  show(context: Context, link: AudienceLink, subject: Subject): Promise<{ answer: Shared; sheet: Sheet }>;
};

/**
 * Declares one kind of link: where its facts come from (`load`), what readers are told of them (`answer`, strict: a field that it does not
 * name cannot leave the server), and how it is drawn (`sheet`). `load` fetches, then returns how to tell it to an audience.
 *
 * A new kind is its name in `SHARE_KINDS` and `shareNouns` (rules.ts), its answer in `Shared` (answers.ts), and one entry in `targets.ts`.
 */
export function target<Scope extends Record<string, unknown>, Answer extends Shared>({
  about,
  mustBeShareable,
  scope,
  answer,
  load,
  sheet,
}: {
  about: Target["about"];
  mustBeShareable?: NonNullable<Target["mustBeShareable"]>;
  scope: z.ZodType<Scope>;
  answer: z.ZodType<Answer>;
  load(context: Context, subject: { recordId: string; scope: Scope }, around: Surroundings): Promise<Told<Answer>>;
  sheet(answer: Answer): Pick<Sheet, "tone" | "tag" | "blocks"> & Partial<Pick<Sheet, "qualities">>;
}): Target {
  return {
    about,
    ...(mustBeShareable ? { mustBeShareable } : {}),
    scope,
    async show(context, link, subject) {
      await mustBeShareable?.(context, subject.recordId ?? "");
      const around = await surroundingsOf(context);
      const told = await load(context, { recordId: subject.recordId ?? "", scope: scope.parse(subject.scope) }, around);
      const shown = answer.parse(await toldTo(context, link, around.currency, told));
      const { title, sentence, workspace, asOf } = shown;
      return { answer: shown, sheet: { title, sentence, workspace, asOf, qualities: [], ...sheet(shown) } };
    },
  };
}

async function surroundingsOf(context: Context): Promise<Surroundings> {
  const [{ name, currency }, names, members] = await Promise.all([workspaceOf(context), stateNamesOf(context), membersOf(context)]);
  return {
    workspace: name,
    currency,
    asOf: context.now,
    colleague: (id) => members.find((member) => member.id === id)?.name ?? null,
    stateWord(kind, state) {
      const named = names.find((one) => one.recordKind === kind && one.state === state);
      return named?.name ?? `${state.charAt(0).toUpperCase()}${state.slice(1)}`;
    },
  };
}
