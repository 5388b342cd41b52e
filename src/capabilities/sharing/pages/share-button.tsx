import { Share2 } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { mayUse } from "../../../platform/access.ts";
import { usePaletteItems } from "../../../ui/palette-items.ts";
import { shareNouns } from "../rules.ts";
import type { ShareSubject } from "./share-words.ts";

const ShareDialog = lazy(async () => ({ default: (await import("./share-dialog.tsx")).ShareDialog }));

/** "Share" on a page and in ⌘K, for members: makes links by which people without an account read what the page shows. */
export function ShareButton(subject: ShareSubject) {
  const mayShare = mayUse(useActor(), "member");
  const [isOpen, setOpen] = useState(false);
  const [first] = subject.kinds;
  const label = first ? `Share ${shareNouns[first]} by a link` : "";
  usePaletteItems(
    useMemo(
      () =>
        mayShare
          ? [
              {
                id: "share",
                label,
                section: "create",
                icon: Share2,
                words: ["link", "publish", "send", "embed"],
                run: () => setOpen(true),
              } as const,
            ]
          : [],
      [mayShare, label],
    ),
  );
  if (!mayShare) return null;
  return (
    <>
      <button type="button" className="icon-button" aria-label="Share" title={label} onClick={() => setOpen(true)}>
        <Share2 size={16} aria-hidden />
      </button>
      {isOpen && (
        <Suspense>
          <ShareDialog subject={subject} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
