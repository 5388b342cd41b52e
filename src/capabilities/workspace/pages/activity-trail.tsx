import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api } from "../../../api.tsx";
import { Avatar } from "../../../ui/avatar.tsx";
import { dateOnly, instant, number } from "../../../ui/format.ts";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import type { Activity } from "../activities.ts";
import type { RecordKind } from "../schema.ts";
import { activityWords, type FieldChange, fieldName, partWords } from "./activity-words.ts";
import { RecordLink } from "./record-link.tsx";
import { useMemberName, useStateName } from "./vocabulary.ts";
import "./activity.css";

const PAGE = 20;

/** What happened to a record, newest first: who, what, before → after, when. Comments have a panel of their own and are left out. */
export function ActivityTrail({ recordId, kind }: { recordId: string; kind: RecordKind }) {
  const trail = useInfiniteQuery(
    api.records.activities.infiniteOptions({
      input: (cursor: string | undefined) => ({ id: recordId, limit: PAGE, cursor }),
      initialPageParam: undefined,
      getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    }),
  );
  if (trail.error) return <ErrorState error={trail.error} onRetry={() => void trail.refetch()} />;
  if (trail.isPending) return <Skeleton lines={4} />;
  const shown = trail.data.pages.flatMap(({ items }) => items).filter((activity) => !activity.kind.startsWith("comment."));
  return (
    <div className="trail">
      <ol className="trail-list" aria-label="Activity">
        {shown.map((activity) => (
          <li key={activity.id} className="trail-line">
            <ActivityLine activity={activity} kind={kind} />
          </li>
        ))}
      </ol>
      {trail.hasNextPage && (
        <Button variant="subtle" size="compact-sm" loading={trail.isFetchingNextPage} onClick={() => void trail.fetchNextPage()}>
          Earlier
        </Button>
      )}
    </div>
  );
}

function ActivityLine({ activity, kind }: { activity: Activity; kind: RecordKind }) {
  const { words, recordId, reason, changes } = activityWords(activity);
  const name = activity.actorName ?? "Throughline";
  return (
    <>
      <Avatar name={name} label={false} />
      <div className="trail-words">
        <p>
          <b>{name}</b> {words} {recordId && <RecordLink id={recordId} />}{" "}
          <span className="meta">
            <RelativeTime at={activity.at} />
          </span>
        </p>
        {reason && <p className="trail-reason">“{reason}”</p>}
        {changes.length > 0 && (
          <dl className="trail-changes">
            {changes.map((change) => (
              <div key={change.name}>
                <dt>{fieldName(change.name)}</dt>
                <dd>
                  <ChangedValues change={change} kind={kind} />
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </>
  );
}

function ChangedValues({ change, kind }: { change: FieldChange; kind: RecordKind }) {
  const isNew = change.before === null || change.before === undefined || change.before === "";
  return (
    <>
      {!isNew && (
        <>
          <span className="trail-before">
            <Value value={change.before} name={change.name} kind={kind} />
          </span>
          <span aria-hidden> → </span>
          <span className="sr"> became </span>
        </>
      )}
      <Value value={change.after} name={change.name} kind={kind} />
    </>
  );
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOST_SHOWN = 160;

/** A value of the trail as people read it; an id is followed to what it names. */
function Value({ value, name, kind }: { value: unknown; name: string; kind: RecordKind }) {
  const nameOf = useMemberName();
  const stateName = useStateName(kind);
  if (value === null || value === undefined || value === "") return <span className="muted">nothing</span>;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return number(name.endsWith("Minor") ? value / 100 : value);
  if (Array.isArray(value)) return value.length === 0 ? <span className="muted">nothing</span> : value.map(partWords).join(", ");
  if (typeof value === "object")
    return Object.entries(value)
      .map(([key, one]) => `${key}: ${Array.isArray(one) ? one.length : partWords(one)}`)
      .join(", ");
  const text = String(value);
  if (UUID.test(text)) return nameOf(text) ?? (name === "productId" ? <ProductName id={text} /> : <RecordLink id={text} />);
  if (name === "state") return stateName(text, text.charAt(0).toUpperCase() + text.slice(1));
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return dateOnly(text);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return instant(text);
  return text.length > MOST_SHOWN ? <span title={text}>{text.slice(0, MOST_SHOWN)}…</span> : text;
}

function ProductName({ id }: { id: string }) {
  const { data } = useQuery(api.products.list.queryOptions({}));
  return data?.items.find((product) => product.id === id)?.name ?? "another product";
}
