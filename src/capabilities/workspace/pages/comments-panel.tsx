import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Suspense, useEffect, useEffectEvent, useRef, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { type AttachedFile, CommentFiles, CommentNote, DraftFiles } from "../../../comment-parts.tsx";
import { mayUse } from "../../../platform/access.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { FormErrors } from "../../../ui/form-errors.tsx";
import { Markdown } from "../../../ui/markdown.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { mentionsInBold, typedComment, writtenComment } from "../collaboration-rules.ts";
import type { Comment } from "../comments.ts";
import { type Draft, emptyDraft, MentionField } from "./mention-field.tsx";
import "./collaboration.css";

const PAGE = 50;
/** What was being written when the person went elsewhere, by record. */
const kept = new Map<string, Draft & { files: readonly AttachedFile[] }>();
const nothing = { ...emptyDraft, files: [] };

/**
 * What is said about a record, oldest first, and a field to say more. Guests may.
 * @param marksRead what is shown here counts as read in the inbox
 */
export function CommentsPanel({ recordId, marksRead = true }: { recordId: string; marksRead?: boolean }) {
  const comments = useInfiniteQuery(
    api.comments.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: recordId, limit: PAGE, cursor }),
      initialPageParam: undefined,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    }),
  );
  useReadWhenShown(recordId, marksRead && comments.isSuccess);
  if (comments.error) return <ErrorState error={comments.error} onRetry={() => void comments.refetch()} />;
  const shown = comments.data?.pages.flatMap(({ items }) => items).toReversed() ?? [];
  return (
    <div className="comments">
      {comments.isPending && <Skeleton lines={2} />}
      {comments.hasNextPage && (
        <Button variant="subtle" size="compact-sm" loading={comments.isFetchingNextPage} onClick={() => void comments.fetchNextPage()}>
          Earlier comments
        </Button>
      )}
      {shown.length > 0 && (
        <ol className="comments-list" aria-label="Comments">
          {shown.map((comment) => (
            <li key={comment.id} className="comment" id={`comment-${comment.id}`}>
              <CommentLine comment={comment} />
            </li>
          ))}
        </ol>
      )}
      <NewComment key={recordId} recordId={recordId} />
    </div>
  );
}

/** Opening what one was notified of is reading it. */
function useReadWhenShown(recordId: string, isShown: boolean) {
  const queries = useQueryClient();
  const { data } = useQuery(api.notifications.count.queryOptions({ enabled: isShown }));
  const unread = data?.unread ?? 0;
  const read = useEffectEvent(async () => {
    const { ids } = await client.notifications.read({ recordId }).catch(() => ({ ids: [] }));
    if (ids.length > 0) await queries.invalidateQueries({ queryKey: api.notifications.key() });
  });
  useEffect(() => {
    if (isShown && unread > 0) void read();
  }, [isShown, unread]);
}

function NewComment({ recordId }: { recordId: string }) {
  const [draft, setDraft] = useState(kept.get(recordId) ?? nothing);
  const [isSending, setSending] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const keep = (next: typeof draft) => {
    setDraft(next);
    if (next.text.trim() === "" && next.files.length === 0) kept.delete(recordId);
    else kept.set(recordId, next);
  };
  const send = useChange(client.comments.create, {
    said: () => "Commented",
    renews: [api.comments.key(), api.files.key(), api.records.key(), api.activities.key()],
    onSuccess: () => keep(nothing),
    onError: () => undefined,
  });
  const isEmpty = draft.text.trim() === "" && draft.files.length === 0;
  const submit = () => {
    if (isEmpty || isSending || send.isPending) return;
    send.mutate({ id: recordId, body: writtenComment(draft.text.trim(), draft.mentioned), files: draft.files.map(({ id }) => id) });
  };
  const line = !isEmpty && (
    <div className="comment-send">
      <span className="meta">Markdown · ⌘ or Ctrl Enter sends</span>
      <Button onClick={submit} loading={send.isPending} disabled={isSending}>
        Comment
      </Button>
    </div>
  );
  return (
    <div className="comment-new" ref={box}>
      <MentionField label="Comment" draft={draft} onDraft={(next) => keep({ ...draft, ...next })} onSend={submit} />
      <FormErrors error={send.error} />
      <Suspense fallback={line}>
        <DraftFiles within={box} files={draft.files} onFiles={(files) => keep({ ...draft, files })} onBusy={setSending}>
          {line}
        </DraftFiles>
      </Suspense>
    </div>
  );
}

function CommentLine({ comment }: { comment: Comment }) {
  const actor = useActor();
  const [isEditing, setEditing] = useState(false);
  const isMine = comment.authorId === actor.id;
  const remove = useChange(client.comments.delete, { said: () => "Deleted a comment" });
  const name = comment.authorName ?? "A program";
  return (
    <>
      <Avatar name={name} size={26} label={false} />
      <div className="comment-main">
        <div className="comment-head">
          <b>{name}</b>
          <span className="meta">
            <RelativeTime at={comment.createdAt} />
            {comment.editedAt && " · edited"}
          </span>
          <span className="spring" />
          {!isEditing && (
            <Suspense>
              <CommentNote recordId={comment.recordId} body={mentionsInBold(comment.body).replaceAll("**", "")} />
            </Suspense>
          )}
          {isMine && !isEditing && (
            <button type="button" className="plain comment-act" onClick={() => setEditing(true)}>
              Edit
            </button>
          )}
          {(isMine || mayUse(actor, "admin")) && !isEditing && (
            <button type="button" className="plain comment-act" onClick={() => remove.mutate({ id: comment.id })}>
              Delete
            </button>
          )}
        </div>
        {isEditing ? (
          <EditComment comment={comment} onDone={() => setEditing(false)} />
        ) : (
          comment.body !== "" && <Markdown>{mentionsInBold(comment.body)}</Markdown>
        )}
        <Suspense>
          <CommentFiles recordId={comment.recordId} commentId={comment.id} isEmpty={comment.body === ""} />
        </Suspense>
      </div>
    </>
  );
}

function EditComment({ comment, onDone }: { comment: Comment; onDone: () => void }) {
  const [draft, setDraft] = useState<Draft>(() => typedComment(comment.body));
  const [begunFrom] = useState(comment.body);
  const edit = useChange(client.comments.edit, { said: () => "Edited a comment", onSuccess: onDone, onError: () => undefined });
  const body = writtenComment(draft.text.trim(), draft.mentioned);
  const keep = () => {
    if (body === comment.body) onDone();
    // Edited in another window meanwhile: the error says so, the newer text is shown, and keeping this one is a second press.
    else if (body !== "" && !edit.isPending) edit.mutate({ params: { id: comment.id }, headers: ifMatch(comment), body: { body } });
  };
  return (
    <>
      <MentionField label="Your comment" draft={draft} onDraft={setDraft} onSend={keep} onCancel={onDone} focused />
      <FormErrors error={edit.error} />
      {comment.body !== begunFrom && (
        <div className="comment-newer">
          <span className="meta">It now reads:</span>
          <Markdown>{mentionsInBold(comment.body)}</Markdown>
        </div>
      )}
      <div className="comment-send">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button onClick={keep} loading={edit.isPending} disabled={body === ""}>
          Save
        </Button>
      </div>
    </>
  );
}
