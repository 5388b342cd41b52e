import { Button, SegmentedControl } from "@mantine/core";
import { CheckCheck, Inbox, MailOpen } from "lucide-react";
import { Suspense, useEffectEvent, useMemo, useState } from "react";
import { InboxAnswer } from "../../../inbox-parts.tsx";
import { Avatar } from "../../../ui/avatar.tsx";
import { ago, counted, instant } from "../../../ui/format.ts";
import { KeyHint, useShortcuts } from "../../../ui/keyboard.tsx";
import { VirtualList } from "../../../ui/list/virtual-list.tsx";
import { KindIcon, RecordKey } from "../../../ui/marks.tsx";
import { usePaletteItems } from "../../../ui/palette-items.ts";
import { type Search, useGo, useView, WorkspaceLink } from "../../../ui/router.tsx";
import { Page } from "../../../ui/shell/page.tsx";
import { SplitView } from "../../../ui/shell/split-view.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { NewBar } from "../../../ui/undo.tsx";
import { KINDS, recordPath } from "../kind-rules.ts";
import type { Notification } from "../notifications.ts";
import { CommentsPanel } from "./comments-panel.tsx";
import { type Shown, useInbox } from "./use-inbox.ts";
import "./inbox.css";
import "./record-link.css";

type View = { show: Shown; open: boolean };
const parseView = ({ show, open }: Search): View => ({ show: show === "all" ? "all" : "unread", open: open === true });
const ROW = 80;
const VERBS = {
  mentioned: "mentioned you",
  assigned: "assigned it to you",
  commented: "commented",
  asked: "asks you",
  answered: "answered you",
  disputed: "disputes your answer",
} as const;

/** What concerns me: mentions, assignments, answers; the conversation beside the list. */
export function InboxPage() {
  const { view, setView } = useView(parseView);
  const go = useGo();
  const { rows, items, arrived, showArrived, read, unread } = useInbox(view.show);
  const [at, setAt] = useState(0);
  const current = Math.min(at, items.length - 1);
  const item = items[current];

  const toggle = () => {
    if (!item) return;
    if (item.readAt) void unread([item.id]);
    else void read({ ids: [item.id] });
  };
  const readAll = () => {
    const [newest] = items;
    if (newest) void read({ upTo: newest.id });
  };
  const open = () => {
    if (!item) return false;
    if (!item.readAt) void read({ ids: [item.id] });
    return go(recordPath(item.recordKind, item.key));
  };
  const toggled = useEffectEvent(toggle);
  const allRead = useEffectEvent(readAll);
  useShortcuts(
    "Inbox",
    [
      { keys: "e", label: "Mark as read, or as not read", run: toggle },
      { keys: "enter", label: "Open the record", run: open },
      { keys: "shift+e", label: "Mark all as read", run: readAll },
    ],
    { scope: "panel", active: item !== undefined },
  );

  const key = item?.key;
  usePaletteItems(
    useMemo(
      () =>
        key === undefined
          ? []
          : [
              {
                id: "inbox.read",
                label: `Mark the notification about ${key} as read, or not read`,
                section: "verb",
                keys: "e",
                run: () => toggled(),
              },
              { id: "inbox.all", label: "Mark all notifications as read", section: "verb", keys: "shift+e", run: () => allRead() },
            ],
      [key],
    ),
  );

  return (
    <Page
      title="Inbox"
      fill
      sentence="Mentions, assignments and answers: what concerns you."
      actions={
        <Button
          variant="default"
          leftSection={<CheckCheck size={14} aria-hidden />}
          onClick={readAll}
          disabled={items.every(({ readAt }) => readAt)}
        >
          Mark all as read
        </Button>
      }
      status={items.length > 0 && counted(items.length, view.show === "unread" ? "unread notification" : "notification")}
      hints={
        <>
          <KeyHint keys={["j", "k"]}>move</KeyHint>
          <KeyHint keys={["e"]}>read</KeyHint>
          <KeyHint keys={["enter"]}>open</KeyHint>
        </>
      }
    >
      <SplitView
        name="inbox"
        listLabel="Notifications"
        showing={view.open && item ? "main" : "list"}
        onBack={() => setView({ open: undefined })}
        list={
          <>
            <div className="inbox-bar">
              <SegmentedControl
                aria-label="Which notifications"
                size="xs"
                value={view.show}
                data={[
                  { value: "unread", label: "Unread" },
                  { value: "all", label: "All" },
                ]}
                onChange={(show) => {
                  setAt(0);
                  setView({ show: show === "all" ? "all" : undefined, open: undefined });
                }}
              />
            </div>
            <NewBar count={arrived} onShow={showArrived} />
            {rows.error ? (
              <ErrorState error={rows.error} onRetry={() => void rows.refetch()} />
            ) : rows.isPending ? (
              <Skeleton lines={6} height={40} />
            ) : items.length === 0 ? (
              <NothingHere shown={view.show} onAll={() => setView({ show: "all" })} />
            ) : (
              <VirtualList
                label="Notifications"
                count={items.length}
                rowAt={(index) => items[index]}
                rowKey={({ id }) => id}
                renderRow={renderRow}
                rowHeight={ROW}
                current={current}
                onCurrent={setAt}
                onOpen={() => setView({ open: true })}
                onRange={(_, end) => {
                  if (end >= items.length - 10 && rows.hasNextPage && !rows.isFetchingNextPage) void rows.fetchNextPage();
                }}
              />
            )}
          </>
        }
        main={item ? <Conversation key={item.recordId} item={item} onToggle={toggle} onOpen={open} /> : null}
      />
    </Page>
  );
}

function renderRow(item: Notification) {
  const name = item.actorName ?? "A program";
  return (
    <div className="inbox-row" data-unread={item.readAt === null || undefined}>
      <span className="inbox-dot">{item.readAt === null && <span className="sr">Not read. </span>}</span>
      <Avatar name={name} size={26} label={false} />
      <span className="inbox-words">
        <span className="inbox-who">
          <span className="truncate">
            <b>{name}</b> {VERBS[item.kind]}
          </span>
          <time className="meta" dateTime={item.createdAt} title={instant(item.createdAt)}>
            {ago(item.createdAt)}
          </time>
        </span>
        <span className="truncate">
          <RecordKey kind={KINDS[item.recordKind].mark}>{item.key}</RecordKey> {item.title}
        </span>
        {!item.title.startsWith(item.excerpt) && <span className="meta truncate">{item.excerpt}</span>}
      </span>
    </div>
  );
}

function NothingHere({ shown, onAll }: { shown: Shown; onAll: () => void }) {
  if (shown === "unread")
    return (
      <EmptyState
        icon={MailOpen}
        title="Nothing waits for you"
        action={
          <Button variant="default" onClick={onAll}>
            Show what you have read
          </Button>
        }
      >
        When somebody mentions you, assigns you something or answers you, it appears here at once.
      </EmptyState>
    );
  return (
    <EmptyState icon={Inbox} title="Nothing here yet">
      When somebody mentions you with @ in a comment, assigns you something or answers you, it appears here at once.
    </EmptyState>
  );
}

/** The record that a notification is about, with what was said, and a field to answer. */
function Conversation({ item, onToggle, onOpen }: { item: Notification; onToggle: () => void; onOpen: () => void }) {
  return (
    <article className="inbox-main" aria-label={`${item.key} ${item.title}`}>
      <header className="inbox-head">
        <div className="row-gap">
          <KindIcon kind={KINDS[item.recordKind].mark} />
          <RecordKey kind={KINDS[item.recordKind].mark}>{item.key}</RecordKey>
          <span className="spring" />
          <Button variant="default" onClick={onToggle}>
            {item.readAt ? "Mark as not read" : "Mark as read"}
          </Button>
          <Button variant="default" onClick={onOpen}>
            Open {item.key}
          </Button>
        </div>
        <h2>
          <WorkspaceLink path={recordPath(item.recordKind, item.key)} className="record-link">
            {item.title}
          </WorkspaceLink>
        </h2>
      </header>
      {(item.recordKind === "feasibility" || item.recordKind === "tech-note") && (
        <Suspense>
          <InboxAnswer id={item.recordId} kind={item.recordKind} />
        </Suspense>
      )}
      <CommentsPanel recordId={item.recordId} marksRead={false} />
    </article>
  );
}
