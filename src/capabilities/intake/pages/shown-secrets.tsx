import { CopyField } from "../../../ui/copy-field.tsx";
import { ShownOnce } from "../../workspace/pages/shown-once.tsx";

/** A source's key and signing secret, this one time. */
export function ShownSecrets({
  name,
  secrets: { key, signingSecret },
  onDone,
}: {
  name: string;
  secrets: { key: string; signingSecret: string };
  onDone: () => void;
}) {
  return (
    <div className="intake-once">
      <ShownOnce title={`Key for ${name}`} secret={key} onDone={onDone}>
        Send it as “Authorization: Bearer …”, or at the end of the address where no header can be sent. Both are shown this once.
      </ShownOnce>
      <CopyField label="Signing secret, for a program that signs with ours" value={signingSecret} />
    </div>
  );
}
