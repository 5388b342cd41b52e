import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, client, onceKey, reverse, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { counted, number } from "../../../ui/format.ts";
import { Modal } from "../../../ui/modal.tsx";
import { didChange, notifyError } from "../../../ui/undo.tsx";
import type { AccountDetail } from "../answers.ts";
import type { AccountChange } from "../schema.ts";
import { ACCOUNT_ROWS } from "./account-rows.ts";
import { revenueText } from "./revenue.ts";

type Edited = { id: string; key: string; name: string; version: number };
type Conflict = { account: Edited; change: AccountChange; theirs: AccountDetail };

const LABELS: Readonly<Record<string, string>> = {
  name: "Name",
  domain: "Domain",
  revenueMinor: "Revenue",
  plan: "Plan",
  seats: "Seats",
  attributes: "Attributes",
};

/** A field of an account as people read it. */
function wordsOf(field: string, account: AccountChange): string {
  if (field === "revenueMinor")
    return revenueText({ revenueMinor: account.revenueMinor ?? null, currency: account.currency ?? null }) || "none";
  if (field === "attributes")
    return (
      Object.entries(account.attributes ?? {})
        .map(([name, value]) => `${name}: ${value}`)
        .join(", ") || "none"
    );
  const value = Object.entries(account).find(([name]) => name === field)?.[1];
  return typeof value === "number" ? number(value) : typeof value === "string" && value !== "" ? value : "none";
}

const renews = [
  api.accounts.key(),
  api.feedback.key(),
  api.needs.key(),
  api.features.key(),
  api.records.key(),
  ACCOUNT_ROWS,
  ["feedback-rows"],
];

/** Edits of accounts. One that comes too late asks which of the two versions stays. */
export function useAccountEdits() {
  const queries = useQueryClient();
  const [conflict, setConflict] = useState<Conflict>();
  const change = useChange(client.accounts.edit, {
    said: ({ name }) => `${name} changed`,
    renews,
    onError: async (error, { params, body }) => {
      if (!("status" in error) || error.status !== 412) return notifyError(error);
      const theirs = await client.accounts.get({ id: params.id });
      setConflict({ account: theirs, change: body, theirs });
    },
  });
  const edit = (account: Edited, body: AccountChange) => change.mutate({ params: { id: account.id }, headers: ifMatch(account), body });

  /** Edits several accounts as one step to undo; stops at the first that is refused. */
  async function editMany(edits: readonly { account: Edited; change: AccountChange }[]) {
    const changes: string[] = [];
    const renew = () => Promise.all(renews.map((queryKey) => queries.invalidateQueries({ queryKey })));
    try {
      for (const { account, change: body } of edits)
        await client.accounts.edit(
          { params: { id: account.id }, headers: ifMatch(account), body },
          { context: { onChange: (id) => changes.push(id), idempotencyKey: onceKey() } },
        );
    } catch (error) {
      notifyError(error, `${counted(changes.length, "account")} changed, then it stopped`);
    }
    if (changes.length > 0) didChange({ message: `${counted(changes.length, "account")} changed`, undo: reverse(changes, renew) });
    await renew();
  }

  return {
    edit,
    editMany: (edits: readonly { account: Edited; change: AccountChange }[]) => void editMany(edits),
    error: change.error,
    conflict: conflict && (
      <ConflictDialog
        conflict={conflict}
        onTheirs={() => setConflict(undefined)}
        onYours={() => {
          edit(conflict.theirs, conflict.change);
          setConflict(undefined);
        }}
      />
    ),
  };
}

function ConflictDialog({ conflict, onTheirs, onYours }: { conflict: Conflict; onTheirs: () => void; onYours: () => void }) {
  const fields = Object.keys(conflict.change).filter((field) => field !== "currency");
  return (
    <Modal opened onClose={onTheirs} title={`Somebody changed ${conflict.theirs.name} while you did`} size={480}>
      <table className="account-conflict">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Now</th>
            <th scope="col">Yours</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field}>
              <th scope="row">{LABELS[field] ?? field}</th>
              <td>{wordsOf(field, conflict.theirs)}</td>
              <td>{wordsOf(field, conflict.change)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="dialog-actions">
        <Button variant="default" onClick={onTheirs} data-autofocus>
          Leave it as it is now
        </Button>
        <Button onClick={onYours}>Use yours</Button>
      </div>
    </Modal>
  );
}
