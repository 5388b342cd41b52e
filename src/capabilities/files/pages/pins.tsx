import { Button, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { api, client, useChange } from "../../../api.tsx";
import { FormErrors } from "../../../ui/form-errors.tsx";
import { Markdown } from "../../../ui/markdown.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { mentionsInBold } from "../../workspace/collaboration-rules.ts";
import type { AttachedFile } from "../schema.ts";
import "./pins.css";

type Place = { x: number; y: number };
/** How far an arrow key moves a new pin: a share of the picture. */
const STEP = 0.02;
const STEPS: Readonly<Record<string, Place>> = {
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: -STEP },
  ArrowDown: { x: 0, y: STEP },
};
const inside = (share: number) => Math.min(1, Math.max(0, share));
const styleOf = ({ x, y }: Place) => ({ insetInlineStart: `${x * 100}%`, insetBlockStart: `${y * 100}%` });

/** The comments that point at places of a picture, drawn over it. `open` is the one whose words are read. */
export function Pins({
  picture,
  recordId,
  open,
  onOpen,
}: {
  picture: AttachedFile;
  recordId: string;
  open: string | undefined;
  onOpen: (commentId: string | undefined) => void;
}) {
  const { data } = useQuery(api.comments.list.queryOptions({ input: { id: recordId, limit: 200 }, enabled: picture.pins.length > 0 }));
  return picture.pins.map((pin, place) => {
    const comment = data?.items.find(({ id }) => id === pin.commentId);
    const isOpen = open === pin.commentId;
    const name = comment?.authorName ?? "A program";
    return (
      <div key={pin.commentId} className="pin" style={styleOf(pin)} data-left={pin.x > 0.5 || undefined} data-up={pin.y > 0.6 || undefined}>
        <button
          type="button"
          className="plain pin-mark"
          aria-expanded={isOpen}
          aria-label={`Comment ${place + 1}${comment ? ` by ${name}` : ""}`}
          onClick={() => onOpen(isOpen ? undefined : pin.commentId)}
        >
          {place + 1}
        </button>
        {isOpen && comment && (
          <div className="pin-words">
            <div className="comment-head">
              <b>{name}</b>
              <span className="meta">
                <RelativeTime at={comment.createdAt} />
              </span>
            </div>
            {comment.body !== "" && <Markdown>{mentionsInBold(comment.body)}</Markdown>}
          </div>
        )}
      </div>
    );
  });
}

/** A comment that is being pinned: its place is clicked, or moved by arrows; Enter goes on to its words. */
export function NewPin({
  picture,
  recordId,
  place,
  onPlace,
  onDone,
}: {
  picture: AttachedFile;
  recordId: string;
  place: Place;
  onPlace: (place: Place) => void;
  onDone: (commentId: string | undefined) => void;
}) {
  const [words, setWords] = useState("");
  const send = useChange(client.comments.create, {
    said: () => `Commented on ${picture.name}`,
    renews: [api.comments.key(), api.files.key(), api.records.key(), api.activities.key()],
    onSuccess: ({ id }) => onDone(id),
    onError: () => undefined,
  });
  const submit = () => {
    if (words.trim() !== "" && !send.isPending) send.mutate({ id: recordId, body: words.trim(), pin: { fileId: picture.id, ...place } });
  };
  const onMarkKey = (event: KeyboardEvent<HTMLButtonElement>) => {
    const step = STEPS[event.key];
    const field = event.currentTarget.parentElement?.querySelector("textarea");
    if (step) onPlace({ x: inside(place.x + step.x), y: inside(place.y + step.y) });
    else if (event.key === "Enter") field?.focus();
    else if (event.key === "Escape") onDone(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onFieldKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) submit();
    else if (event.key === "Escape" && words.trim() === "") onDone(undefined);
    else {
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="pin" style={styleOf(place)} data-left={place.x > 0.5 || undefined} data-up={place.y > 0.6 || undefined}>
      <button
        type="button"
        className="plain pin-mark"
        data-new
        // biome-ignore lint/a11y/noAutofocus: it came by a key or a click of its own
        autoFocus
        aria-label="Place of the comment: arrows move it, Enter writes"
        onKeyDown={onMarkKey}
      >
        +
      </button>
      <div className="pin-words">
        <Textarea
          aria-label="Comment at this place"
          placeholder="What is to be seen here?"
          value={words}
          maxLength={10_000}
          autosize
          minRows={2}
          maxRows={8}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={onFieldKey}
        />
        <FormErrors error={send.error} />
        <div className="comment-send">
          <Button size="compact-sm" variant="default" onClick={() => onDone(undefined)}>
            Cancel
          </Button>
          <Button size="compact-sm" onClick={submit} loading={send.isPending} disabled={words.trim() === ""}>
            Comment
          </Button>
        </div>
      </div>
    </div>
  );
}
