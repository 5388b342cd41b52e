import type { Context } from "../../platform/context.ts";
import { Refusal } from "../../platform/refusal.ts";
import { attachFile } from "../files/attaching.ts";
import type { Safe } from "../files/drawing.ts";
import { safeInTurn } from "../files/receiving.ts";
import { cleanName } from "../files/rules.ts";
import type { LeftOut } from "./mail-rules.ts";
import { isOrnament, MOST_ATTACHED } from "./mail-rules.ts";

/** A file that came with a delivery. */
export type Attachment = {
  name: string | null;
  type: string;
  bytes: Uint8Array;
  /** It stands inside of the text. */
  isInline: boolean;
};
/** What of it may be kept, or why nothing may. */
type Ready = LeftOut & { content: Safe | null };

export const nameOf = ({ name, type }: Pick<Attachment, "name" | "type">): LeftOut => ({ name, type });

/** Makes safe what may be attached. It is done before anything is written, since pictures take their time. */
export async function madeReady(attachments: readonly Attachment[]): Promise<Ready[]> {
  const ready: Ready[] = [];
  for (const [at, attachment] of attachments.entries()) ready.push({ ...nameOf(attachment), ...(await contentOf(attachment, at)) });
  return ready;
}

async function contentOf({ bytes, isInline }: Attachment, at: number): Promise<Pick<Ready, "content" | "because">> {
  if (at >= MOST_ATTACHED) return { content: null, because: `The first ${MOST_ATTACHED} are attached.` };
  try {
    const content = await safeInTurn(Buffer.from(bytes));
    if (isInline && isOrnament(content)) return { content: null, because: "It is a small picture inside of the text." };
    return { content };
  } catch (error) {
    return { content: null, because: sentenceOf(error) };
  }
}

/** Attaches what may be to the feedback, as long as there is room. Answers what is left out, and why. */
export async function attachReady(context: Context, recordId: string, ready: readonly Ready[], quota: number): Promise<LeftOut[]> {
  const leftOut: LeftOut[] = [];
  for (const { content, ...told } of ready) {
    if (!content) leftOut.push(told);
    else
      try {
        await attachFile(context, { content, name: cleanName(told.name ?? "", content.type), recordId, quota });
      } catch (error) {
        leftOut.push({ ...told, because: sentenceOf(error) });
      }
  }
  return leftOut;
}

/** What was declined is told; a server that is busy is no reason to lose a file, so the sender is to come again. */
function sentenceOf(error: unknown): string {
  if (error instanceof Refusal && error.status < 500) return error.message;
  throw error;
}
