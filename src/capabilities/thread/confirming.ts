import { type Context, record } from "../../platform/context.ts";
import { mustBePerson } from "../workspace/confirming.ts";
import { featureReadiness, needReadiness } from "./readiness.ts";
import type { Readiness } from "./schema.ts";

type Kind = "need" | "feature";
const readinessOf = (context: Context, kind: Kind, ref: string) =>
  kind === "need" ? needReadiness(context, ref) : featureReadiness(context, ref);

/** Says that the quotes behind a need or feature were looked at and still hold. The trail keeps it; saying it again renews it. */
export async function confirmEvidence(context: Context, kind: Kind, ref: string): Promise<Readiness> {
  mustBePerson(context);
  const { id } = await readinessOf(context, kind, ref);
  await record(context, `${kind}.confirmed`, id);
  return readinessOf(context, kind, id);
}

export async function withdrawConfirmation(context: Context, kind: Kind, ref: string): Promise<Readiness> {
  const { id, confirmations } = await readinessOf(context, kind, ref);
  if (!confirmations.some(({ memberId }) => memberId === context.actor.id)) return readinessOf(context, kind, id);
  await record(context, `${kind}.unconfirmed`, id);
  return readinessOf(context, kind, id);
}
