import { Button } from "@mantine/core";
import { Ellipsis } from "lucide-react";
import { Suspense, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may, mayUse } from "../../../platform/access.ts";
import { useShortcuts } from "../../../ui/keyboard.tsx";
import { later } from "../../../ui/later.tsx";
import { MenuButton, type MenuEntry } from "../../../ui/menu-items.tsx";
import { announce } from "../../../ui/undo.tsx";
import { ReasonDialog } from "../../workspace/pages/reason-dialog.tsx";
import type { Feasibility } from "../feasibility-schema.ts";
import { deliveryAccess } from "../rules.ts";
import { isStale } from "./delivery-words.ts";

const AskDialog = later(async () => (await import("./ask-dialog.tsx")).AskDialog);

/** What can be done with an answer: it still holds, it is wrong, it is said anew, taken back, asked again. */
export function AnswerActs({ answer, hasAsk = false, onAnew }: { answer: Feasibility; hasAsk?: boolean; onAnew: () => void }) {
  const actor = useActor();
  const [disputing, setDisputing] = useState(false);
  const [asking, setAsking] = useState(false);
  const at = { params: { id: answer.id }, headers: ifMatch(answer) };
  const confirm = useChange(client.confirmations.put, {
    said: () => null,
    onSuccess: () => announce(`${answer.key} still holds`),
  });
  const dispute = useChange(client.feasibilities.dispute, { said: ({ key }) => `Disputed ${key}` });
  const withdraw = useChange(client.feasibilities.withdraw, { said: ({ key }) => `Withdrew the answer of ${key}` });
  const mayAnswer = may(actor, deliveryAccess, "answer");
  const mayConfirm = mayUse(actor, "member") && actor.kind === "member";
  const stillTrue = () => confirm.mutate({ id: answer.id });
  useShortcuts("Feasibility", [{ keys: "y", label: "Still true", run: stillTrue }], { active: mayConfirm });
  const entries: MenuEntry[] = [
    ...(mayAnswer ? [{ label: "Answer anew", run: onAnew }] : []),
    ...(may(actor, deliveryAccess, "dispute") && answer.state === "given"
      ? [{ label: "Dispute", detail: "asks why", run: () => setDisputing(true) }]
      : []),
    ...(may(actor, deliveryAccess, "ask") && !hasAsk ? [{ label: "Ask again", run: () => setAsking(true) }] : []),
    ...(mayAnswer
      ? [
          {
            label: "Withdraw the answer",
            danger: true,
            run: () => withdraw.mutate(at),
            ...(hasAsk ? { unable: "Another question is open." } : {}),
          },
        ]
      : []),
  ];
  return (
    <div className="answer-acts">
      {mayConfirm && (
        <Button
          size="compact-sm"
          variant={isStale(answer) ? "filled" : "default"}
          loading={confirm.isPending}
          onClick={stillTrue}
          title="Y"
        >
          Still true
        </Button>
      )}
      {entries.length > 0 && (
        <MenuButton position="bottom-end" entries={entries}>
          <button type="button" className="icon-button" aria-label="More for this answer">
            <Ellipsis size={16} aria-hidden />
          </button>
        </MenuButton>
      )}
      {disputing && (
        <ReasonDialog
          title={`Dispute ${answer.key}`}
          asks="What is wrong with it?"
          confirm="Dispute"
          onSay={(reason) => {
            setDisputing(false);
            dispute.mutate({ ...at, body: { reason } });
          }}
          onClose={() => setDisputing(false)}
        />
      )}
      {asking && (
        <Suspense>
          <AskDialog feature={{ id: answer.featureId, title: answer.featureTitle }} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </div>
  );
}
