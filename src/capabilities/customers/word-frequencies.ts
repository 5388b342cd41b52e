import { desc, eq, sql } from "drizzle-orm";
import { type Frequencies, frequenciesOf } from "../../kernels/text-similarity.ts";
import type { Context } from "../../platform/context.ts";
import { feedback } from "./schema.ts";

/** So many texts tell how common a word is, and so much of each. */
const SAMPLE = 1_000;
const SAMPLED_LENGTH = 600;
const KEPT_MS = 10 * 60_000;
const MOST_WORKSPACES = 200;

type Sampled = { frequencies: Frequencies; documents: number; until: number };
/** What a sample said, for as long as it may be believed: counting a common word in the index itself takes 12 ms, a text has twenty. */
const kept = new Map<string, Sampled>();

/** How common words are in a workspace's feedback, from its newest texts. Taken again when it is old or the feedback has grown by a fifth. */
export async function sampledFrequencies({ db, actor, now }: Context, documents: number): Promise<Frequencies> {
  const known = kept.get(actor.workspaceId);
  const at = Date.parse(now);
  if (known && at < known.until && documents <= known.documents * 1.2) return known.frequencies;
  const texts = await db
    .select({ title: feedback.title, text: sql<string>`left(${feedback.text}, ${SAMPLED_LENGTH})` })
    .from(feedback)
    .where(eq(feedback.workspaceId, actor.workspaceId))
    .orderBy(desc(feedback.receivedAt))
    .limit(SAMPLE);
  const frequencies = frequenciesOf(texts.map(({ title, text }) => ({ title: title ?? "", text })));
  kept.delete(actor.workspaceId);
  kept.set(actor.workspaceId, { frequencies, documents, until: at + KEPT_MS });
  const [oldest] = kept.keys();
  if (kept.size > MOST_WORKSPACES && oldest) kept.delete(oldest);
  return frequencies;
}
