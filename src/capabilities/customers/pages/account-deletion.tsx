import { useState } from "react";
import { api, client, useChange } from "../../../api.tsx";
import { Confirm } from "../../../ui/states.tsx";
import { notifyError } from "../../../ui/undo.tsx";
import { ACCOUNT_ROWS } from "./account-rows.ts";
import { FEEDBACK_ROWS } from "./feedback-rows.ts";

type Doomed = { id: string; name: string };

/** Deletes an account. It can be undone, so it only asks when feedback or contacts would be left without one. */
export function useAccountDeletion(onDeleted?: () => void) {
  const [asked, setAsked] = useState<Doomed & { why: string }>();
  const renews = [
    api.accounts.key(),
    api.contacts.key(),
    api.feedback.key(),
    api.needs.key(),
    api.features.key(),
    ACCOUNT_ROWS,
    FEEDBACK_ROWS,
  ];
  const remove = useChange(
    ({ id, detach }: Doomed & { detach: boolean }, options) => client.accounts.delete({ params: { id }, query: { detach } }, options),
    {
      said: (_, { name }) => `Deleted ${name}`,
      renews,
      onSuccess: () => {
        setAsked(undefined);
        onDeleted?.();
      },
      onError: (error, { id, name, detach }) => {
        if ("status" in error && error.status === 409 && !detach) setAsked({ id, name, why: error.message });
        else notifyError(error);
      },
    },
  );
  return {
    ask: ({ id, name }: Doomed) => remove.mutate({ id, name, detach: false }),
    dialog: asked && (
      <Confirm
        opened
        title={`Delete ${asked.name}?`}
        confirm="Delete and leave them without an account"
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ ...asked, detach: true })}
        onClose={() => setAsked(undefined)}
      >
        {asked.why.split(". ")[0]}. They stay, without an account.
      </Confirm>
    ),
  };
}
