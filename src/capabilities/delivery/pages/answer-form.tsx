import { Button } from "@mantine/core";
import { type KeyboardEvent, useRef, useState } from "react";
import { client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { formatRange, parseRange } from "../../../kernels/estimate.ts";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Kbd, type Scope, useShortcuts } from "../../../ui/keyboard.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { Feasibility } from "../feasibility-schema.ts";
import { VERDICTS, type Verdict } from "../rules.ts";
import { VERDICT_WORDS } from "./delivery-words.ts";
import { EffortFields, type TypedEffort } from "./effort-fields.tsx";
import { Prerequisites } from "./prerequisites.tsx";
import "./delivery.css";

type Known = Pick<Feasibility, "id" | "version" | "verdict" | "line" | "conditions" | "spike" | "efforts" | "featureId">;
const NOBODY: TypedEffort = { teamId: null, text: "" };

/**
 * An answer in half a minute: a button or its number, a size or a range, a line, Enter. Conditions, what to try first and prerequisites fold.
 * Without a question it answers what nobody asked.
 */
export function AnswerForm({
  featureId,
  asked,
  scope = "panel",
  onDone,
  onClose,
}: {
  featureId: string;
  asked: Known | null;
  scope?: Scope;
  onDone?: (answered: Feasibility) => void;
  onClose?: () => void;
}) {
  const [verdict, setVerdict] = useState<Verdict | null>(asked?.verdict ?? null);
  const [efforts, setEfforts] = useState<readonly TypedEffort[]>(() => typedEfforts(asked));
  const [line, setLine] = useState(asked?.line ?? "");
  const [conditions, setConditions] = useState(asked?.conditions ?? "");
  const [spike, setSpike] = useState(asked?.spike ?? "");
  const [unread, setUnread] = useState<readonly (string | undefined)[]>([]);
  const [newer, setNewer] = useState<Feasibility>();
  const effortField = useRef<HTMLInputElement>(null);
  const lineField = useRef<HTMLInputElement>(null);
  const conditionsField = useRef<HTMLTextAreaElement>(null);
  const told = {
    said: ({ key }: Feasibility) => `Answered ${key}`,
    onSuccess: (answered: Feasibility) => onDone?.(answered),
    // Somebody was faster: what they said is shown, and answering anew is a second press.
    onError: (error: Error) => {
      if (asked && "status" in error && error.status === 412)
        void client.feasibilities.get({ id: asked.id }).then(setNewer, () => undefined);
    },
  };
  const answer = useChange(client.feasibilities.answer, told);
  const give = useChange(client.feasibilities.give, told);
  const isPending = answer.isPending || give.isPending;
  const error = answer.error ?? give.error;
  const issues = fieldErrors(error);

  const choose = (chosen: Verdict) => {
    setVerdict(chosen);
    if (chosen === "infeasible") setEfforts([NOBODY]);
    requestAnimationFrame(() => {
      const next = chosen === "infeasible" || chosen === "unknown" ? lineField : chosen === "conditions" ? conditionsField : effortField;
      next.current?.focus();
    });
  };
  useShortcuts(
    "Feasibility",
    VERDICTS.map((one, place) => ({ keys: String(place + 1), label: VERDICT_WORDS[one].word, run: () => choose(one) })),
    { scope },
  );
  const submit = () => {
    if (verdict === null || isPending) return;
    const read = verdict === "infeasible" ? [] : efforts.map(readEffort);
    setUnread(read.map((one) => one.issue));
    if (read.some(({ issue }) => issue !== undefined)) return;
    const body = { verdict, line, conditions, spike, efforts: read.flatMap(({ effort }) => effort ?? []) };
    const known = newer ?? asked;
    if (known) answer.mutate({ params: { id: known.id }, headers: ifMatch(known), body });
    else give.mutate({ ...body, featureId });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (!(event.target instanceof HTMLTextAreaElement) || event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      submit();
    }
    if (event.key === "Escape" && event.target instanceof HTMLElement) {
      // Out of the field first, so that j, k and the numbers work again; a second one closes.
      event.stopPropagation();
      event.target.blur();
    }
  };
  return (
    <div className="answer-form">
      <div className="answer-verdicts" role="radiogroup" aria-label="Is it feasible?">
        {VERDICTS.map((one, place) => (
          // biome-ignore lint/a11y/useSemanticElements: a button that a number chooses
          <button
            key={one}
            type="button"
            role="radio"
            className="plain answer-verdict"
            aria-checked={verdict === one}
            onClick={() => choose(one)}
          >
            <i className="pip" data-shape={VERDICT_WORDS[one].shape} aria-hidden />
            {VERDICT_WORDS[one].word}
            <span className="answer-key" aria-hidden>
              <Kbd keys={String(place + 1)} />
            </span>
          </button>
        ))}
      </div>
      {verdict !== null && (
        <>
          {verdict === "conditions" && (
            <Long
              label="Under which conditions"
              value={conditions}
              issue={issues.conditions}
              field={conditionsField}
              onValue={setConditions}
              onKeyDown={onKeyDown}
            />
          )}
          {verdict !== "infeasible" && (
            <EffortFields
              efforts={efforts}
              issues={efforts.map((_, place) => unread[place] ?? issues[`efforts.${place}.high`] ?? issues[`efforts.${place}.teamId`])}
              first={effortField}
              onEfforts={setEfforts}
              onKeyDown={onKeyDown}
            />
          )}
          <label className="answer-labelled">
            <span className="answer-label">In a line</span>
            <input
              ref={lineField}
              className="answer-field"
              value={line}
              maxLength={300}
              placeholder={verdict === "infeasible" ? "Why it cannot be done" : "What decides it"}
              onChange={(event) => setLine(event.target.value)}
              onKeyDown={onKeyDown}
            />
          </label>
          <details className="answer-more" open={spike !== "" || undefined}>
            <summary>More: what to try first, prerequisites</summary>
            <Long label="To try first (spike)" value={spike} issue={issues.spike} onValue={setSpike} onKeyDown={onKeyDown} />
            <Prerequisites featureId={featureId} mayEdit />
          </details>
        </>
      )}
      {newer ? (
        <Newer answered={newer} />
      ) : (
        <FormErrors
          error={error}
          shown={["conditions", "spike", ...efforts.flatMap((_, at) => [`efforts.${at}.high`, `efforts.${at}.teamId`])]}
        />
      )}
      <div className="answer-foot">
        <span className="meta">{verdict === null ? "Choose one, or press its number." : "Enter answers; Esc leaves the field."}</span>
        <span className="spring" />
        {onClose && (
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        )}
        <Button onClick={submit} loading={isPending} disabled={verdict === null}>
          {newer ? "Answer anew" : "Answer"}
        </Button>
      </div>
    </div>
  );
}

function Long({
  label,
  value,
  issue,
  field,
  onValue,
  onKeyDown,
}: {
  label: string;
  value: string;
  issue: string | undefined;
  field?: React.RefObject<HTMLTextAreaElement | null>;
  onValue: (value: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}) {
  return (
    <label className="answer-labelled">
      <span className="answer-label">{label}</span>
      <textarea
        ref={field}
        className="answer-field"
        rows={2}
        maxLength={2000}
        value={value}
        aria-invalid={issue !== undefined}
        onChange={(event) => onValue(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {issue && (
        <span className="answer-issue" role="alert">
          {issue}
        </span>
      )}
    </label>
  );
}

/** What somebody answered while this was written. */
function Newer({ answered }: { answered: Feasibility }) {
  const name = useMemberName()(answered.answeredBy) ?? "Somebody";
  return (
    <p className="answer-newer" role="alert">
      <b>{name}</b> {answered.verdict === null ? "changed this" : `answered “${VERDICT_WORDS[answered.verdict].word}”`} meanwhile
      {answered.line === "" ? "." : `: ${answered.line}`} Yours is kept here; answering anew replaces theirs.
    </p>
  );
}

const typedEfforts = (asked: Known | null): readonly TypedEffort[] =>
  asked && asked.efforts.length > 0
    ? asked.efforts.map(({ teamId, low, high }) => ({ teamId, text: formatRange({ low, high }, "effort") }))
    : [NOBODY];

function readEffort({ teamId, text }: TypedEffort): { effort?: { teamId: string | null; low: number; high: number }; issue?: string } {
  if (text.trim() === "") return teamId === null ? {} : { issue: "Write what this team’s part takes, or take the line off." };
  try {
    const { low, high } = parseRange(text, "effort");
    return { effort: { teamId, low, high } };
  } catch (error) {
    if (error instanceof RangeError) return { issue: error.message };
    throw error;
  }
}
