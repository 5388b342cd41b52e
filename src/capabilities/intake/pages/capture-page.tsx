import { BookmarkPlus } from "lucide-react";
import { useActor } from "../../../actor.tsx";
import { mayUse } from "../../../platform/access.ts";
import { CopyField } from "../../../ui/copy-field.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { notify } from "../../../ui/undo.tsx";
import { FEEDBACK_TEXT_LIMIT } from "../../customers/rules.ts";
import { SettingsPage } from "../../workspace/pages/settings-frame.tsx";
import { bookmarklet } from "../clip-rules.ts";
import "./capture-page.css";

/** How what customers say gets here from where people already sit. */
export function CapturePage() {
  const { origin } = window.location;
  const code = bookmarklet(origin, FEEDBACK_TEXT_LIMIT);
  const writes = mayUse(useActor(), "member");
  return (
    <SettingsPage title="Capture" sentence="Bring in what customers say from where you read it.">
      {!writes && <p className="meta">Guests read; to save what you capture, ask an admin for a member’s access.</p>}
      <Section title="From any page">
        <p className="capture-prose">
          Drag this to your bookmarks bar. On any page, select what a customer said and click it: a small window opens with the words, the
          page and, where its domain is an account’s, the account.
        </p>
        <p className="capture-drag">
          <BookmarkletLink code={code} />
        </p>
        <CopyField label="Or copy it, and paste it as the address of a new bookmark" value={code} />
      </Section>
      <Section title="On a phone, or by hand">
        <p className="capture-prose">
          Open this address and paste. Installed to a phone’s home screen, Throughline also stands in the share menu of other apps (Android;
          on an iPhone, copy and open the address).
        </p>
        <CopyField label="The capture page" value={`${origin}/clip`} />
      </Section>
    </SettingsPage>
  );
}

/** A link that is there to be dragged: here it does nothing, so that nobody captures this page by mistake. */
function BookmarkletLink({ code }: { code: string }) {
  return (
    <a
      className="capture-bookmark"
      href="/clip"
      // React keeps programs out of `href`, and rightly so everywhere else.
      ref={(link) => link?.setAttribute("href", code)}
      onClick={(event) => {
        event.preventDefault();
        notify("Drag it to the bookmarks bar; it works on other pages.");
      }}
    >
      <BookmarkPlus size={15} aria-hidden />
      Save to Throughline
    </a>
  );
}
