import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { later } from "../../../ui/later.tsx";
import { deliveryAccess } from "../rules.ts";

const NewNoteDialog = later(async () => (await import("./new-note-dialog.tsx")).NewNoteDialog);
const MOST_TITLE = 200;

/** Turns a comment into a tech note, on the feature that it was said of. */
export function CommentNote({ recordId, body }: { recordId: string; body: string }) {
  const [isOpen, setOpen] = useState(false);
  if (!may(useActor(), deliveryAccess, "raise") || body.trim() === "") return null;
  return (
    <>
      <button
        type="button"
        className="plain comment-act"
        aria-label="Turn into a tech note"
        title="Turn into a tech note"
        onClick={() => setOpen(true)}
      >
        Tech note
      </button>
      {isOpen && <Turning recordId={recordId} body={body} onClose={() => setOpen(false)} />}
    </>
  );
}

/** A comment on a feature informs it; one on a question about feasibility informs the feature that is asked about. */
function Turning({ recordId, body, onClose }: { recordId: string; body: string; onClose: () => void }) {
  const feature = useQuery(api.features.get.queryOptions({ input: { id: recordId }, retry: false }));
  const asked = useQuery(api.feasibilities.get.queryOptions({ input: { id: recordId }, retry: false, enabled: feature.isError }));
  if (feature.isPending || (feature.isError && asked.isPending)) return null;
  const about = feature.data?.id ?? asked.data?.featureId;
  const [first = ""] = body.trim().split(/\n|(?<=[.!?])\s/);
  return (
    <Suspense>
      <NewNoteDialog given={first.slice(0, MOST_TITLE)} body={body} {...(about ? { informs: [about] } : {})} onClose={onClose} />
    </Suspense>
  );
}
