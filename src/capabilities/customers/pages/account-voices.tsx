import { useQuery } from "@tanstack/react-query";
import { api } from "../../../api.tsx";
import { counted, number } from "../../../ui/format.ts";
import { ImportanceDots, KindIcon, RecordKey, StatePip } from "../../../ui/marks.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Panel, Section } from "../../../ui/shell/page.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import type { AccountDetail, FeedbackItem } from "../answers.ts";
import { stateOf } from "../rules.ts";
import { authorOf, STATE_WORDS, stateWords } from "./feedback-words.tsx";
import "./account-page.css";

const SHOWN = 15;

/** The needs and features that an account's words are quoted for. */
export function AccountTargets({ account }: { account: AccountDetail }) {
  return (
    <Section title="Stands behind" {...(account.quotedFor.length > 0 ? { note: number(account.quotedFor.length) } : {})}>
      {account.quotedFor.length === 0 ? (
        <p className="record-empty">None of its words are quoted for a need or feature yet.</p>
      ) : (
        <Panel flush>
          <ul className="lines">
            {account.quotedFor.map(({ id, kind, key, title, quotes, importance, lastQuotedAt }) => (
              <li key={id} className="line">
                <KindIcon kind={kind} />
                <WorkspaceLink path={`${kind === "need" ? "needs" : "features"}/${key}`} className="line-link truncate">
                  {title}
                </WorkspaceLink>
                <RecordKey kind={kind}>{key}</RecordKey>
                <ImportanceDots value={importance} />
                <span className="meta line-end">
                  {counted(quotes, "quote")}, <RelativeTime at={lastQuotedAt} />
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </Section>
  );
}

/** What an account said last. */
export function AccountSaid({ account }: { account: AccountDetail }) {
  const { data, error, refetch } = useQuery(api.feedback.list.queryOptions({ input: { account: account.id, limit: SHOWN } }));
  const said = Object.values(account.feedback).reduce((sum, count) => sum + count, 0);
  return (
    <Section
      title="What they said"
      {...(said > 0 ? { note: number(said) } : {})}
      actions={
        said > SHOWN && (
          <WorkspaceLink path="feedback" search={{ state: "all", filter: `account:${account.id}` }}>
            Show all
          </WorkspaceLink>
        )
      }
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton lines={5} />
      ) : data.items.length === 0 ? (
        <p className="record-empty">
          Nothing yet. Feedback that comes from {account.domain === null ? "its contacts" : `an address at ${account.domain}`} stands here
          by itself.
        </p>
      ) : (
        <Panel flush>
          <ul className="lines">
            {data.items.map((item) => (
              <Said key={item.id} item={item} accountId={account.id} />
            ))}
          </ul>
        </Panel>
      )}
    </Section>
  );
}

function Said({ item, accountId }: { item: FeedbackItem; accountId: string }) {
  const now = new Date().toISOString();
  const author = authorOf(item);
  return (
    <li className="line">
      <StatePip shape={STATE_WORDS[stateOf(item, now)].shape} {...(stateOf(item, now) === "new" ? { kind: "evidence" as const } : {})}>
        <span className="sr">{stateWords(item, now)}</span>
      </StatePip>
      <WorkspaceLink
        path="feedback"
        search={{ state: "all", filter: `account:${accountId}`, item: item.key }}
        className="line-link truncate"
      >
        {item.title ?? item.excerpt}
      </WorkspaceLink>
      <span className="meta line-end">
        {author === null ? "" : `${author}, `}
        <RelativeTime at={item.receivedAt} />
      </span>
    </li>
  );
}
