import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Section } from "../../../ui/shell/page.tsx";
import { notify } from "../../../ui/undo.tsx";
import { type TellableStory, userStoryOf } from "../story-rules.ts";

/** The story as a tracker takes it, made of its own fields, to be copied; what it lacks is named. */
export function UserStorySection({ story }: { story: TellableStory }) {
  const [copied, setCopied] = useState<string>();
  const { text, missing } = userStoryOf(story);
  const copy = async () => {
    if (text === null) return;
    try {
      await navigator.clipboard.writeText(text);
      setCopied(text);
    } catch {
      // Browsers keep the clipboard from pages that came over plain HTTP.
      notify("Your browser keeps the clipboard to itself here: select the text and copy it.");
    }
  };
  return (
    <Section
      title="As a user story"
      actions={
        text !== null && (
          <button type="button" className="plain record-add" onClick={() => void copy()}>
            {copied === text ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />} {copied === text ? "Copied" : "Copy"}
          </button>
        )
      }
    >
      {text !== null && <div className="user-story">{text}</div>}
      {missing.length > 0 && (
        <ul className="user-story-missing">
          {missing.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}
