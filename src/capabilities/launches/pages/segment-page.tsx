import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Pencil, Trash2, Undo2 } from "lucide-react";
import { Suspense, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may } from "../../../platform/access.ts";
import { counted, money, number } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { StatePip } from "../../../ui/marks.tsx";
import { useGo, WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { useUnits } from "../../needs/pages/demand.ts";
import { RecordFrame, RecordLoad, useKindEdits } from "../../workspace/pages/record-frame.tsx";
import { rowsOf } from "../../workspace/pages/rows-key.ts";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import { useStateName } from "../../workspace/pages/vocabulary.ts";
import type { SegmentChange, SegmentDetail } from "../segment-answers.ts";
import { ruleWords, segmentAccess } from "../segment-rules.ts";
import { SEGMENT_STATE_WORDS, sizeWords } from "./market-words.ts";
import { useRuleWords } from "./rule-words.ts";
import { StaleWhy } from "./stale-why.tsx";
import "./rule-editor.css";

const RuleEditor = later(async () => (await import("./rule-editor.tsx")).RuleEditor);
const LIMITS = { least: 1, most: 120 };

/** A segment: its rule in a sentence, the accounts that fit it now, and what they say. */
export function SegmentPage() {
  const { id = "" } = useParams({ strict: false });
  const query = useQuery(api.segments.get.queryOptions({ input: { id } }));
  return <RecordLoad query={query}>{(segment) => <Shown key={segment.id} id={id} segment={segment} />}</RecordLoad>;
}

function Shown({ id, segment }: { id: string; segment: SegmentDetail }) {
  const go = useGo();
  const { currency } = useUnits();
  const stateName = useStateName("segment");
  const mayEdit = may(useActor(), segmentAccess, "write");
  const edits = useKindEdits<SegmentDetail, SegmentChange>({
    id,
    kind: "segment",
    queryKey: api.segments.get.queryKey({ input: { id } }),
    save: client.segments.edit,
    load: (ref) => client.segments.get({ id: ref }),
    renews: [api.segments.key()],
  });
  const renews = [api.segments.key(), rowsOf("segment"), api.records.key()];
  const move = useChange(client.segments.move, {
    said: ({ key, state }) => `${key}: ${stateName(state, SEGMENT_STATE_WORDS[state].word).toLowerCase()}`,
    renews,
  });
  const remove = useChange(client.segments.delete, { said: () => `Deleted ${segment.key}`, renews, onSuccess: () => go("segments") });
  const moveTo = (state: "draft" | "live") => move.mutate({ params: { id: segment.id }, headers: ifMatch(segment), body: { state } });
  const { word, shape } = SEGMENT_STATE_WORDS[segment.state];
  return (
    <RecordFrame
      kind="segment"
      record={segment}
      title={segment.name}
      titleField={{ name: "name", label: "Name" }}
      onTitle={(name) => edits.keep({ name })}
      limits={LIMITS}
      mayEdit={mayEdit}
      edits={edits}
      texts={["description"]}
      fieldNames={{ description: "Who they are", rule: "Rule" }}
      mark={<StatePip shape={shape}>{stateName(segment.state, word)}</StatePip>}
      sentence={
        <>
          <b>{sizeWords(segment.size, currency)}</b> now, counted from the accounts themselves.
        </>
      }
      actions={mayEdit && segment.state === "draft" && <Button onClick={() => moveTo("live")}>Put to use</Button>}
      menu={
        mayEdit
          ? [
              ...(segment.state === "draft" ? [] : [{ label: "Back to draft", icon: Undo2, run: () => moveTo("draft") }]),
              { label: "Delete", icon: Trash2, danger: true, run: () => remove.mutate({ id: segment.id }) },
            ]
          : []
      }
      above={<StaleWhy why={segment.stale} />}
      side={
        <Section title="What they say">
          {segment.voices.feedback === 0 ? (
            <p className="muted">No feedback has come from these accounts yet.</p>
          ) : (
            <p>
              <b>{counted(segment.voices.feedback, "piece")} of feedback</b>, {counted(segment.voices.quotes, "quote")} taken from it.
            </p>
          )}
        </Section>
      }
    >
      <Rule segment={segment} mayEdit={mayEdit} onKeep={(rule) => edits.keep({ rule })} onBegin={edits.begin} />
      <TextBlock
        title="Who they are"
        value={segment.description}
        offer="Say who they are and what they are after"
        mayEdit={mayEdit}
        most={20_000}
        onBegin={edits.begin}
        onKeep={(description) => edits.keep({ description })}
      />
      <FoundAccounts id={segment.id} version={segment.version} />
    </RecordFrame>
  );
}

function Rule({
  segment,
  mayEdit,
  onBegin,
  onKeep,
}: {
  segment: SegmentDetail;
  mayEdit: boolean;
  onBegin: () => void;
  onKeep: (rule: SegmentDetail["rule"]) => void;
}) {
  const words = useRuleWords();
  // A new segment has no rule yet: the first thing to do is to write it.
  const [isWriting, setWriting] = useState(mayEdit && segment.rule.conditions.length === 0 && segment.version === 1);
  const end = () => setWriting(false);
  return (
    <Section
      title="Rule"
      actions={
        mayEdit &&
        !isWriting && (
          <button
            type="button"
            className="icon-button"
            aria-label="Edit the rule"
            onClick={() => {
              onBegin();
              setWriting(true);
            }}
          >
            <Pencil size={14} aria-hidden />
          </button>
        )
      }
    >
      {isWriting ? (
        <Suspense>
          <RuleEditor
            rule={segment.rule}
            isSaving={false}
            onCancel={end}
            onSave={(rule) => {
              onKeep(rule);
              end();
            }}
          />
        </Suspense>
      ) : (
        <p className="rule-said">{ruleWords(segment.rule, words)}</p>
      )}
    </Section>
  );
}

const PAGE = 50;

function FoundAccounts({ id, version }: { id: string; version: number }) {
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useInfiniteQuery({
    queryKey: [...api.segments.key(), "accounts", id, version],
    queryFn: ({ pageParam, signal }) => client.segments.accounts({ id, limit: PAGE, offset: pageParam }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => (pages.length * PAGE < last.total ? pages.length * PAGE : undefined),
  });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  const total = data?.pages[0]?.total ?? 0;
  return (
    <Section
      title="Accounts"
      note={data && (rows.length < total ? `${number(rows.length)} of ${number(total)}, most revenue first` : counted(total, "account"))}
    >
      {isPending ? (
        <Skeleton lines={6} height={30} />
      ) : rows.length === 0 ? (
        <p className="muted">No account fits this rule.</p>
      ) : (
        <table className="found-accounts">
          <thead>
            <tr>
              <th scope="col">Account</th>
              <th scope="col">Plan</th>
              <th scope="col" className="tabular">
                Seats
              </th>
              <th scope="col" className="tabular">
                Revenue a year
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((account) => (
              <tr key={account.id}>
                <td>
                  <WorkspaceLink path={`accounts/${account.key}`}>{account.name}</WorkspaceLink>
                </td>
                <td>{account.plan ?? <span className="muted">–</span>}</td>
                <td className="tabular">{account.seats === null ? <span className="muted">–</span> : number(account.seats)}</td>
                <td className="tabular">
                  {account.revenueMinor === null || account.currency === null ? (
                    <span className="muted">–</span>
                  ) : (
                    money(account.revenueMinor, account.currency)
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </Section>
  );
}
