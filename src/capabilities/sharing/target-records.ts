import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { featureById } from "../features/queries.ts";
import type { EvidenceNode, FeatureNode, NeedNode } from "../thread/node-schema.ts";
import { featureReadiness, needReadiness } from "../thread/readiness.ts";
import { featureThread, needThread } from "../thread/thread.ts";
import { typedComment } from "../workspace/collaboration-rules.ts";
import { commentsOn } from "../workspace/comments.ts";
import { fieldsOf } from "../workspace/fields.ts";
import type { Field, RecordKind } from "../workspace/schema.ts";
import { type Notes, SharedFeaturePage, SharedNeedPage } from "./answers.ts";
import type { Audience } from "./audience.ts";
import type { Block } from "./sheet.ts";
import { type Surroundings, target } from "./target.ts";
import { keptNeed } from "./target-threads.ts";
import { featureTold, headOf, needTold, qualitiesTold, quoteTold, reasonFor } from "./telling.ts";
import { clipped, demandOf, featureCard, momentOf, needCard, ratingsOf } from "./words.ts";

const NOTHING = z.strictObject({});
const THREAD = { evidence: 12, order: "money" } as const;
const COMMENTS = 10;
const LONGEST_TEXT = 4_000;

export const need = target({
  about: "need",
  scope: NOTHING,
  answer: SharedNeedPage,
  async load(context, { recordId }, around) {
    const found = await keptNeed(context, recordId);
    const [{ nodes }, { qualities }, notes] = await Promise.all([
      needThread(context, { id: found.id, ...THREAD }),
      needReadiness(context, found.id),
      notesOf(context, "need", found.id),
    ]);
    return (audience) => {
      const told = needTold(audience, around, found.statement, found);
      return {
        kind: "need",
        ...headOf(audience, around, { title: told.statement, sentence: `${capital(demandOf(told))}.` }),
        need: told,
        detail: audience.text(found.detail).slice(0, LONGEST_TEXT),
        qualities: qualitiesTold(qualities, reasonFor(audience)),
        voices: voicesOf(audience, nodes),
        features: nodes.filter((node): node is FeatureNode => node.kind === "feature").map((node) => featureTold(audience, around, node)),
        ...notesTold(audience, around, found, notes),
      };
    };
  },
  sheet: ({ need: told, detail, qualities, voices, features, notes }) => ({
    tone: "need",
    tag: `Need ${told.key} · ${told.state}`,
    qualities,
    blocks: [
      facts([
        ["Whose", told.persona],
        ["Rated", ratingsOf(told)],
        ["Owner", told.owner],
        ...(notes?.fields ?? []).map(({ name, value }) => [name, value] as const),
      ]),
      text("What it is about", detail),
      quotes(voices, told.quotes),
      cards("What serves it", "feature", features.map(featureCard)),
      remarks(notes),
    ].flat(),
  }),
});

export const feature = target({
  about: "feature",
  scope: NOTHING,
  answer: SharedFeaturePage,
  async load(context, { recordId }, around) {
    const [found, { nodes }, { qualities }, notes] = await Promise.all([
      featureById(context, recordId),
      featureThread(context, { id: recordId, ...THREAD }),
      featureReadiness(context, recordId),
      notesOf(context, "feature", recordId),
    ]);
    return (audience) => {
      const told = featureTold(audience, around, found);
      return {
        kind: "feature",
        ...headOf(audience, around, { title: told.title, sentence: `${capital(demandOf(told))}.` }),
        feature: told,
        why: audience.text(found.why),
        body: audience.text(found.body).slice(0, LONGEST_TEXT),
        qualities: qualitiesTold(qualities, reasonFor(audience)),
        voices: voicesOf(audience, nodes),
        needs: nodes.filter((node): node is NeedNode => node.kind === "need").map((node) => needTold(audience, around, node.title, node)),
        ...notesTold(audience, around, found, notes),
      };
    };
  },
  sheet: ({ feature: told, why, body, qualities, voices, needs, notes }) => ({
    tone: "feature",
    tag: `Feature ${told.key} · ${told.state}`,
    qualities,
    blocks: [
      facts([["Effort", told.effort], ["Owner", told.owner], ...(notes?.fields ?? []).map(({ name, value }) => [name, value] as const)]),
      text("Why", why),
      cards("Whom it serves", "need", needs.map(needCard)),
      quotes(voices, told.quotes),
      text("What it is", body),
      remarks(notes),
    ].flat(),
  }),
});

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
const voicesOf = (audience: Audience, nodes: readonly { kind: string }[]) =>
  audience.sees("quotes")
    ? nodes.filter((node): node is EvidenceNode => node.kind === "evidence").map((node) => quoteTold(audience, node))
    : [];

type Remark = { authorName: string | null; createdAt: string; body: string };
type InternalNotes = { comments: readonly Remark[]; own: readonly Field[] };

async function notesOf(context: Context, kind: RecordKind, id: string): Promise<InternalNotes> {
  const [comments, own] = await Promise.all([commentsOn(context, id, { limit: COMMENTS }), fieldsOf(context, kind)]);
  return { comments: comments.items, own };
}

function notesTold(
  audience: Audience,
  around: Surroundings,
  record: { ownerId: string | null; fields: Record<string, string | number> },
  { comments, own }: InternalNotes,
): { notes?: Notes } {
  if (!audience.sees("notes")) return {};
  return {
    notes: {
      owner: record.ownerId === null ? null : audience.colleague(around.colleague(record.ownerId)),
      fields: own.flatMap(({ id, name, type }) => {
        const value = record.fields[id];
        if (value === undefined) return [];
        const words = type === "person" ? audience.colleague(around.colleague(String(value))) : audience.text(String(value));
        return [{ name: audience.text(name), value: clipped(words) }];
      }),
      comments: comments.map(({ authorName, createdAt, body }) => ({
        who: audience.colleague(authorName),
        at: createdAt,
        text: clipped(audience.text(typedComment(body).text), 600),
      })),
    },
  };
}

const facts = (given: readonly (readonly [string, string | null | undefined])[]): Block[] => {
  const known = given.flatMap(([label, value]) => (value ? [[label, value] as const] : []));
  return known.length > 0 ? [{ kind: "facts", facts: known }] : [];
};
const text = (title: string, markdown: string): Block[] => (markdown.trim() === "" ? [] : [{ kind: "text", title, markdown }]);
const cards = (title: string, tone: "need" | "feature", given: Extract<Block, { kind: "cards" }>["cards"]): Block[] =>
  given.length > 0 ? [{ kind: "cards", title, tone, cards: given }] : [];
const quotes = (voices: Extract<Block, { kind: "quotes" }>["quotes"], total: number): Block[] =>
  voices.length > 0
    ? [{ kind: "quotes", title: "In customers’ words", note: voices.length < total ? `the strongest of ${total}` : "", quotes: voices }]
    : [];
const remarks = (notes: Notes | undefined): Block[] =>
  notes && notes.comments.length > 0
    ? [
        {
          kind: "remarks",
          title: "Comments",
          remarks: notes.comments.map(({ who, at, text: said }) => ({ who, at: momentOf(at), text: said })),
        },
      ]
    : [];
