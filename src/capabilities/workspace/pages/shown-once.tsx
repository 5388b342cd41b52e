import { Button, TextInput } from "@mantine/core";
import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";
import { Panel } from "../../../ui/shell/page.tsx";
import { notify } from "../../../ui/undo.tsx";

/** A secret that is shown this one time: to copy, and then gone. */
export function ShownOnce({ title, secret, children, onDone }: { title: string; secret: string; children: string; onDone: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret);
      setCopied(true);
    } catch {
      // Browsers keep the clipboard from pages that came over plain HTTP.
      field.current?.select();
      notify("It is selected: copy it with your keyboard.");
    }
  };
  return (
    <Panel title={title} tone="accent">
      <div className="once">
        <div className="once-line">
          <TextInput ref={field} aria-label={title} value={secret} readOnly onFocus={(event) => event.currentTarget.select()} />
          <Button
            onClick={() => void copy()}
            leftSection={copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
            autoFocus
          >
            {copied ? "Copied" : "Copy"}
          </Button>
          <Button variant="default" onClick={onDone}>
            Done
          </Button>
        </div>
        <p className="meta">{children}</p>
      </div>
    </Panel>
  );
}
