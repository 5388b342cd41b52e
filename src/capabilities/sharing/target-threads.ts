import * as z from "zod";
import { counted } from "../../kernels/figures.ts";
import type { Context } from "../../platform/context.ts";
import { featureById } from "../features/queries.ts";
import { needById } from "../needs/queries.ts";
import type { EvidenceNode, FeatureNode, NeedNode } from "../thread/node-schema.ts";
import { featureReadiness, needReadiness, strategyReadiness } from "../thread/readiness.ts";
import type { Answered, Thread } from "../thread/schema.ts";
import { THREAD_ORDERS } from "../thread/schema.ts";
import { featureThread, needThread, strategyThread } from "../thread/thread.ts";
import { productsOf } from "../workspace/people-queries.ts";
import { SharedThread, type Strand } from "./answers.ts";
import type { Audience, Told } from "./audience.ts";
import type { Sheet } from "./sheet.ts";
import { type Surroundings, target } from "./target.ts";
import { demandTold, featureTold, headOf, needTold, qualitiesTold, quoteTold, reasonFor } from "./telling.ts";
import { demandOf } from "./words.ts";

const NOTHING = z.strictObject({});
/** So much of the Throughline fits into two minutes. */
const Part = z.strictObject({
  product: z.uuid().optional(),
  order: z.enum(THREAD_ORDERS).default("money"),
  needs: z.int().min(1).max(12).default(6),
  evidence: z.int().min(1).max(24).default(12),
});
const OF_ONE = { evidence: 12, order: "money" } as const;
const JUDGED_MOST = 200;

export const throughline = target({
  about: null,
  scope: Part,
  answer: SharedThread,
  async load(context, { scope }, around) {
    const [thread, readiness, products] = await Promise.all([
      strategyThread(context, scope),
      strategyReadiness(context, { ...(scope.product ? { product: scope.product } : {}), limit: JUDGED_MOST }),
      productsOf(context),
    ]);
    const name = products.find(({ id }) => id === scope.product)?.name ?? around.workspace;
    const title = `${name}: what customers need, and what we build for it`;
    /** "2 of 5 features meet it." */
    const share = (quality: string, checkId: string) => {
      const checks = readiness.items.flatMap((item) =>
        item.qualities.filter((one) => one.quality === quality).flatMap((one) => one.checks),
      );
      const asked = checks.filter(({ id, state }) => id === checkId && state !== "not-applicable");
      const met = asked.filter(({ state }) => state === "met").length;
      return `${met} of ${counted(asked.length, "feature")} ${met === 1 ? "meets" : "meet"} it.`;
    };
    return toldThread(around, "throughline", { key: null, title, thread, qualities: readiness.qualities, reasonOf: share });
  },
  sheet,
});

export const needThroughline = target({
  about: "need",
  scope: NOTHING,
  answer: SharedThread,
  async load(context, { recordId }, around) {
    const [need, thread, readiness] = await Promise.all([
      keptNeed(context, recordId),
      needThread(context, { id: recordId, ...OF_ONE }),
      needReadiness(context, recordId),
    ]);
    return toldThread(around, "need-throughline", { key: need.key, title: need.statement, thread, qualities: readiness.qualities });
  },
  sheet,
});

export const featureThroughline = target({
  about: "feature",
  scope: NOTHING,
  answer: SharedThread,
  async load(context, { recordId }, around) {
    const [feature, thread, readiness] = await Promise.all([
      featureById(context, recordId),
      featureThread(context, { id: recordId, ...OF_ONE }),
      featureReadiness(context, recordId),
    ]);
    return toldThread(around, "feature-throughline", { key: feature.key, title: feature.title, thread, qualities: readiness.qualities });
  },
  sheet,
});

/** A need, or the one that took it in. */
export async function keptNeed(context: Context, id: string) {
  const need = await needById(context, id);
  return need.mergedInto ? needById(context, need.mergedInto.id) : need;
}

type Facts = {
  key: string | null;
  title: string;
  thread: Thread;
  qualities: readonly Answered[];
  reasonOf?: (quality: string, checkId: string) => string;
};

function toldThread(
  around: Surroundings,
  kind: SharedThread["kind"],
  { key, title, thread, qualities, reasonOf }: Facts,
): Told<SharedThread> {
  return (audience) => {
    const behind = demandTold(audience, thread.behind);
    const strands = strandsOf(audience, around, thread);
    return {
      kind,
      ...headOf(audience, around, { title: audience.text(title), sentence: sentenceOf(thread, behind, strands) }),
      key,
      qualities: qualitiesTold(qualities, (quality, check) => reasonOf?.(quality, check.id) ?? reasonFor(audience)(quality, check)),
      behind,
      strands,
    };
  };
}

const MISSING: Readonly<Record<Thread["holes"][number]["kind"], string>> = {
  "need-without-evidence": "No customer’s words stand behind it yet.",
  "need-without-persona": "Nobody has said whose need it is.",
  "need-without-feature": "No feature serves it yet.",
  "feature-without-need": "It serves no need yet.",
  "feature-without-feasibility": "Nobody has said whether it can work.",
  "feature-without-design": "No design covers it yet.",
  "feature-without-metric": "No metric says yet whether it works.",
  "feature-without-launch": "No launch brings it out yet.",
};

/** A thread need by need: each with what was said for it and what serves it. Words that speak of several needs stand with the first. */
function strandsOf(audience: Audience, around: Surroundings, { nodes, edges, holes }: Thread): Strand[] {
  const needs = nodes.filter((node): node is NeedNode => node.kind === "need");
  const features = nodes.filter((node): node is FeatureNode => node.kind === "feature");
  const evidence = nodes.filter((node): node is EvidenceNode => node.kind === "evidence");
  const linked = (from: string, to: string) => edges.some((edge) => edge.from === from && edge.to === to);
  const said = new Set<string>();
  const quotesFor = (ids: readonly string[]) => {
    const own = evidence.filter(({ id }) => !said.has(id) && ids.some((to) => linked(id, to)));
    for (const { id } of own) said.add(id);
    return audience.sees("quotes") ? own.map((node) => quoteTold(audience, node)) : [];
  };
  const missingOf = (ids: readonly string[]) =>
    holes.filter(({ besideId }) => ids.includes(besideId)).map(({ kind, column }) => ({ where: column, sentence: MISSING[kind] }));
  const served = needs.map((need): Strand => {
    const serving = features.filter(({ id }) => linked(need.id, id));
    return {
      quotes: quotesFor([need.id, ...serving.map(({ id }) => id)]),
      need: needTold(audience, around, need.title, need),
      features: serving.map((feature) => featureTold(audience, around, feature)),
      missing: missingOf([need.id]),
    };
  });
  const loose = features.filter(({ id }) => !needs.some((need) => linked(need.id, id)));
  return [
    ...served,
    ...loose.map((feature) => ({
      quotes: quotesFor([feature.id]),
      need: null,
      features: [featureTold(audience, around, feature)],
      missing: missingOf([feature.id]),
    })),
  ];
}

/** What the thread says in a line: who asks, what weighs most, what is done about it. */
function sentenceOf({ nodes, edges }: Thread, behind: SharedThread["behind"], strands: readonly Strand[]): string {
  const needs = strands.filter(({ need }) => need !== null);
  const [first] = needs;
  if (!first?.need) return "No need is written down here yet.";
  const stands = behind.quotes > 0 ? `${demandOf(behind)} stand behind ${counted(needs.length, "need")}. ` : "";
  const firstNode = nodes.find((node) => node.kind === "need");
  const serving = nodes.filter((node) => node.kind === "feature" && edges.some(({ from, to }) => from === firstNode?.id && to === node.id));
  const at = (state: string) => serving.findIndex((node) => node.kind === "feature" && node.state === state);
  const [building, planned] = [at("building"), at("planned")];
  const underWay = first.features[building >= 0 ? building : planned];
  const done =
    serving.length === 0
      ? "no feature serves it"
      : underWay
        ? `${underWay.title} is ${building >= 0 ? "being built" : "planned"} for it`
        : "nothing planned serves it yet";
  const unserved = needs.filter(({ features }) => features.length === 0).length;
  const rest = needs.length > 1 && unserved > 0 ? ` ${counted(unserved, "need")} ${unserved === 1 ? "has" : "have"} no feature.` : "";
  return needs.length === 1 ? `${stands}${capital(done)}.` : `${stands}First: ${first.need.statement}; ${done}.${rest}`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function sheet({ key, kind, qualities, strands }: SharedThread): Pick<Sheet, "tone" | "tag" | "blocks" | "qualities"> {
  const tag = kind === "throughline" ? "Throughline" : `Throughline of ${key ?? ""}`;
  return {
    tone: kind === "need-throughline" ? "need" : kind === "feature-throughline" ? "feature" : "plain",
    tag,
    qualities,
    blocks: [{ kind: "strands", title: "From customers’ words to what is built", strands }],
  };
}
