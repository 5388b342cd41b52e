import { Check } from "lucide-react";
import { api, client, useChange } from "../../../api.tsx";
import { Kbd, useShortcuts } from "../../../ui/keyboard.tsx";
import { Property } from "../../../ui/properties.tsx";
import { Day } from "../../../ui/time.tsx";
import { notify } from "../../../ui/undo.tsx";
import "./still-true.css";

/** Until when what a record says counts as fresh, and the key that says it still holds. */
export function StillTrue({
  recordId,
  recordKey,
  freshUntil,
  mayConfirm,
  renews,
}: {
  recordId: string;
  recordKey: string;
  freshUntil: string;
  mayConfirm: boolean;
  renews: readonly (readonly unknown[])[];
}) {
  const confirm = useChange(client.confirmations.put, {
    // The trail keeps it and it can be taken back, so there is no change to undo that a toast would offer.
    said: () => null,
    onSuccess: () => notify(`${recordKey} still holds`),
    renews: [...renews, api.confirmations.key(), api.records.key()],
  });
  const run = () => !confirm.isPending && confirm.mutate({ id: recordId });
  useShortcuts("This page", [{ keys: "y", label: "Say that it still holds", run }], { active: mayConfirm });
  const isStale = freshUntil < new Date().toISOString();
  return (
    <Property name={isStale ? "Stale since" : "Fresh until"}>
      <span className="property-plain">
        <Day on={freshUntil} />
      </span>
      {mayConfirm && (
        <button type="button" className="plain property-value still-true" onClick={run} disabled={confirm.isPending}>
          <Check size={13} aria-hidden /> Still true <Kbd keys="y" />
        </button>
      )}
    </Property>
  );
}
