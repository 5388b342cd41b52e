import { Button, TextInput } from "@mantine/core";
import { Check, Copy } from "lucide-react";
import { useRef, useState } from "react";
import { notify } from "./undo.tsx";
import "./copy-field.css";

/** A text to take along. */
export function CopyField({ label, value, focused = false }: { label: string; value: string; focused?: boolean }) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // Browsers keep the clipboard from pages that came over plain HTTP.
      field.current?.select();
      notify("It is selected: copy it with your keyboard.");
    }
  };
  return (
    <div className="copy-field">
      <TextInput ref={field} label={label} value={value} readOnly onFocus={(event) => event.currentTarget.select()} />
      <Button
        onClick={() => void copy()}
        leftSection={copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        aria-label={`${copied ? "Copied" : "Copy"}: ${label}`}
        {...(focused ? { "data-autofocus": true, autoFocus: true } : { variant: "default" })}
      >
        {copied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
