import { useQuery } from "@tanstack/react-query";
import { api } from "../../../api.tsx";
import { counted } from "../../../ui/format.ts";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { Day } from "../../../ui/time.tsx";
import { StateMark } from "../../workspace/pages/state-value.tsx";
import type { Finding } from "../finding-answers.ts";
import { FINDING_KINDS, findingAge } from "../finding-rules.ts";
import { AGE_WORDS, FINDING_KIND_WORDS, FINDING_STATE_WORDS, hostOf, STRENGTH_WORDS } from "./finding-words.ts";
import "./market.css";

/** More than this nobody reads from a wall; the list holds all. */
const MOST = 200;
const AGES = ["fresh", "soon", "stale"] as const;

/** The market as a wall: a column for each kind, what is freshest on top. */
export function MarketWall({ parameters }: { parameters: Record<string, unknown> }) {
  const { data, error, refetch } = useQuery(
    api.findings.list.queryOptions({ input: { ...parameters, sort: "held", limit: MOST }, placeholderData: (before) => before }),
  );
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <div className="market-pending">
        <Skeleton lines={6} height={60} />
      </div>
    );
  return (
    <div className="market">
      {FINDING_KINDS.map((kind) => {
        const found = data.items.filter((finding) => finding.kind === kind);
        const { many, asks } = FINDING_KIND_WORDS[kind];
        return (
          <section key={kind} className="market-column" aria-label={many}>
            <h2>
              {many} <span className="meta">{found.length > 0 ? found.length : "none yet"}</span>
            </h2>
            {found.length === 0 && <p className="market-none">{asks}</p>}
            <Ages findings={found} />
          </section>
        );
      })}
      {data.nextCursor && <p className="market-more">The {MOST} that were last known to hold. The list holds all.</p>}
    </div>
  );
}

function Ages({ findings }: { findings: readonly Finding[] }) {
  const now = Date.now();
  return AGES.map((age) => {
    const those = findings.filter((finding) => findingAge(finding, now) === age);
    if (those.length === 0) return null;
    return (
      <div key={age}>
        {age !== "fresh" && <h3 className="market-age">{AGE_WORDS[age]}</h3>}
        <ul className="market-cards" data-age={age}>
          {those.map((finding) => (
            <FindingCard key={finding.id} finding={finding} />
          ))}
        </ul>
      </div>
    );
  });
}

function FindingCard({ finding }: { finding: Finding }) {
  const { sources, competitor, supports, contradicts, answer } = finding;
  const newest = sources.toSorted((a, b) => b.asOf.localeCompare(a.asOf))[0];
  return (
    <li className="market-card" data-kind="finding" data-state={finding.state}>
      <WorkspaceLink path={`findings/${finding.key}`} className="market-statement">
        {finding.statement}
      </WorkspaceLink>
      {(competitor || finding.segment) && (
        <p className="market-who">{[competitor?.title, finding.segment?.title].filter(Boolean).join(" · ")}</p>
      )}
      <p className="market-facts">
        <span className="record-key">{finding.key}</span>
        <Strength value={finding.strength} />
        {newest ? (
          <span>
            {hostOf(newest.address)}, <Day on={newest.asOf} />
          </span>
        ) : (
          <span>no source</span>
        )}
      </p>
      <p className="market-facts">
        {finding.state !== "draft" && <StateMark kind="finding" state={finding.state} words={FINDING_STATE_WORDS} />}
        {supports.length > 0 && <span>for {supports.map(({ key }) => key).join(", ")}</span>}
        {contradicts.length > 0 && (
          <span className={answer === "" ? "market-against" : undefined}>
            against {contradicts.map(({ key }) => key).join(", ")}
            {answer === "" ? ", unanswered" : ", answered"}
          </span>
        )}
      </p>
    </li>
  );
}

/** How much stands behind a finding, as one to three bars. */
export function Strength({ value }: { value: number }) {
  return (
    <span
      className="strength"
      role="img"
      aria-label={`Strength ${value} of 3: ${STRENGTH_WORDS[value] ?? ""}`}
      title={STRENGTH_WORDS[value]}
    >
      {[1, 2, 3].map((step) => (
        <i key={step} data-on={step <= value || undefined} />
      ))}
    </span>
  );
}

/** Findings in a line each, for the pages of what they are about. */
export function FindingLines({ findings }: { findings: readonly Finding[] }) {
  return (
    <ul className="finding-lines" aria-label={counted(findings.length, "finding")}>
      {findings.map((finding) => (
        <FindingCard key={finding.id} finding={finding} />
      ))}
    </ul>
  );
}
