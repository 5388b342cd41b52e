import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { client } from "../../../api.tsx";
import { notifyError } from "../../../ui/undo.tsx";

const CLOSES_AFTER_MS = 2500;

/** That it is saved, where it is, and the way back. A pop-up then closes by itself, unless somebody reaches for it. */
export function ClipSaved({
  saved,
  slug,
  change,
  closes,
  onUndone,
}: {
  saved: { key: string; account: { name: string } | null };
  slug: string;
  change: string | undefined;
  closes: boolean;
  onUndone: () => void;
}) {
  const [stays, setStays] = useState(!closes);
  const heading = useRef<HTMLHeadingElement>(null);
  const undo = useMutation({
    mutationFn: (id: string) => client.changes.undo({ id }),
    onSuccess: onUndone,
    onError: (error) => notifyError(error, "Not undone"),
  });
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    if (stays) return;
    const timer = setTimeout(() => {
      window.close();
      // A browser that lets no page close itself leaves it open, and so it says.
      setStays(true);
    }, CLOSES_AFTER_MS);
    return () => clearTimeout(timer);
  }, [stays]);
  const stay = () => setStays(true);
  return (
    <div className="clip-saved" role="status" onPointerMove={stay} onKeyDown={stay}>
      <CircleCheck size={32} strokeWidth={1.5} aria-hidden />
      <h1 ref={heading} tabIndex={-1}>
        Saved
      </h1>
      <p>
        <a href={`/${slug}/feedback/${saved.key}`} target="_blank" rel="noreferrer">
          {saved.key}
        </a>{" "}
        is in Feedback{saved.account && `, from ${saved.account.name}`}.
      </p>
      <div className="clip-actions">
        {change !== undefined && (
          <Button variant="default" loading={undo.isPending} onClick={() => undo.mutate(change)}>
            Undo
          </Button>
        )}
        {closes && (
          <Button variant="default" onClick={() => window.close()}>
            Close
          </Button>
        )}
      </div>
      <p className="meta">{closes && (stays ? "You can close this window." : "This window closes by itself.")}</p>
    </div>
  );
}
