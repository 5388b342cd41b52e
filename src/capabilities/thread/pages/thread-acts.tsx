import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, Suspense, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may, mayUse } from "../../../platform/access.ts";
import { later } from "../../../ui/later.tsx";
import { useGo } from "../../../ui/router.tsx";
import { didChange, notifyError, type Reverse } from "../../../ui/undo.tsx";
import { designAccess } from "../../design/rules.ts";
import { featureAccess } from "../../features/rules.ts";
import { launchAccess } from "../../launches/launch-rules.ts";
import { RENEWS } from "../../needs/pages/renews.ts";
import { recordPath } from "../../workspace/kind-rules.ts";
import { type Act, type Action, type NodeKind, recordKindOf } from "../rules.ts";

const ThreadDialogs = later(async () => (await import("./thread-dialogs.tsx")).ThreadDialogs);

/** The record that an act is about. */
export type Subject = { id: string; key: string; title: string; kind: "need" | "feature" };
/** What is asked before an act: which record to link, or whether words still hold. */
export type Asked =
  | { about: "need" | "feature" | "persona" | "confirm" | "ask" | "metric" | "launch" | "design"; subject: Subject }
  | { about: "waiver"; subject: Subject; check: { id: string; name: string } };

/** Where a card leads: a customer's words to their feedback, the others to their pages. */
export const pathOfNode = (kind: NodeKind, key: string) => recordPath(recordKindOf(kind), key);

/**
 * What mends a check or a hole, done where it is seen. Put `dialogs` once beside the drawing. An act that this page does not know opens
 * its address.
 */
export function useThreadActs() {
  const go = useGo();
  const [asked, setAsked] = useState<Asked>();
  const { confirm, takeBack } = useConfirming();
  const open = (to: string) => {
    const [path = "", query] = to.replace(/^\//, "").split("?");
    go(path, query ? { search: Object.fromEntries(new URLSearchParams(query)) } : {});
  };
  const actor = useActor();
  const plan = usePlanning();
  const run = (action: Action, subject: Subject | undefined) => {
    if (subject?.kind === "need" && action.act === "propose-feature") setAsked({ about: "feature", subject });
    else if (subject?.kind === "need" && action.act === "choose-persona") setAsked({ about: "persona", subject });
    else if (subject?.kind === "feature" && action.act === "link-need") setAsked({ about: "need", subject });
    else if (subject && action.act === "confirm") setAsked({ about: "confirm", subject });
    else if (subject?.kind === "feature" && action.act === "ask-feasibility") setAsked({ about: "ask", subject });
    else if (subject?.kind === "feature" && mayMake(action.act, actor)) setAsked({ about: MAKES[action.act], subject });
    else if (subject && action.act === "plan-prerequisite" && may(actor, featureAccess, "planned")) void plan(action.to, subject);
    else if (!showPart(action.act)) open(action.to);
  };
  /** Links a need with a feature, or a feature with a need. */
  const link = (subject: Subject) => setAsked({ about: subject.kind === "need" ? "feature" : "need", subject });
  const waive = (subject: Subject, check: { id: string; name: string }) => setAsked({ about: "waiver", subject, check });
  const again = useChange(client.readiness.endWaiver, { said: ({ key }) => `${key}: it is asked again`, renews: RENEWS });
  const askAgain = ({ id }: Subject, check: { id: string }) => again.mutate({ id, check: check.id });
  const close = () => setAsked(undefined);
  const dialogs: ReactNode = asked && (
    <Suspense>
      <ThreadDialogs
        asked={asked}
        onConfirm={() => {
          close();
          void confirm(asked.subject);
        }}
        onClose={close}
      />
    </Suspense>
  );
  return { run, link, open, takeBack, waive, askAgain, look: (subject: Subject) => setAsked({ about: "confirm", subject }), dialogs };
}

/** What a feature lacks and gets by a dialog, wherever it is seen, by those who may make it; others are led to its page. */
const MAKES = { "link-metric": "metric", "plan-launch": "launch", "add-design": "design" } as const satisfies Partial<Record<Act, string>>;
function mayMake(act: Act | undefined, actor: ReturnType<typeof useActor>): act is keyof typeof MAKES {
  if (act === "plan-launch") return may(actor, launchAccess, "plan");
  if (act === "add-design") return may(actor, designAccess, "create");
  return act === "link-metric" && mayUse(actor, "member");
}

/** The parts of a record's page in which an act is done, by their titles. */
const PARTS: Partial<Record<Act, string>> = {
  "answer-feasibility": "Feasibility",
  "confirm-feasibility": "Feasibility",
  "raise-note": "Engineering notes",
  "record-finding": "What the market says",
  "review-design": "Design review",
  "add-design": "Designs that cover it",
  "plan-study": "Can people use it?",
  "link-metric": "Metrics",
  "plan-launch": "Go to market",
  "choose-segments": "Go to market",
  "write-asset": "Go to market",
  "tell-askers": "Those who asked",
};

/** Leads to the part of this page where an act is done; false when the page has none such. */
function showPart(act: Act | undefined): boolean {
  const title = act && PARTS[act];
  const part = title && document.querySelector(`section[aria-label="${title}"]`);
  if (!(part instanceof HTMLElement)) return false;
  part.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  const first = part.querySelector("button, a, input");
  if (first instanceof HTMLElement) first.focus({ preventScroll: true });
  return true;
}

/** Plans what a feature requires, in one key; the trail says for whose sake. */
function usePlanning() {
  const move = useChange(client.features.move, { said: ({ key }) => `Planned ${key}`, renews: RENEWS });
  return async (to: string, { key }: Subject) => {
    try {
      const feature = await client.features.get({ id: to.split("/").at(-1) ?? "" });
      move.mutate({ params: { id: feature.id }, headers: ifMatch(feature), body: { state: "planned", reason: `${key} requires it` } });
    } catch (error) {
      notifyError(error);
    }
  };
}

/** Says that one looked and that the quotes still hold, or takes it back; each is the other's undo. */
function useConfirming() {
  const queries = useQueryClient();
  const renew = () => Promise.all(RENEWS.map((queryKey) => queries.invalidateQueries({ queryKey })));
  const give = ({ kind, id }: Subject) =>
    (kind === "need" ? client.readiness.confirmNeed({ id }) : client.readiness.confirmFeature({ id })).finally(renew);
  const take = ({ kind, id }: Subject) =>
    (kind === "need" ? client.readiness.withdrawNeed({ id }) : client.readiness.withdrawFeature({ id })).finally(renew);
  const reverseOf = (subject: Subject, act: typeof give, back: typeof give): Reverse => {
    return async () => {
      await act(subject);
      return reverseOf(subject, back, act);
    };
  };
  return {
    confirm: (subject: Subject) =>
      give(subject).then(
        () => didChange({ message: `${subject.key}: you looked, and it still holds`, undo: reverseOf(subject, take, give) }),
        notifyError,
      ),
    takeBack: (subject: Subject) =>
      take(subject).then(
        () => didChange({ message: `${subject.key}: your word is taken back`, undo: reverseOf(subject, give, take) }),
        notifyError,
      ),
  };
}
