import { Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { api } from "../../../api.tsx";
import { Picker } from "../../../ui/picker.tsx";
import { useUnits } from "../../needs/pages/demand.ts";
import { useFields, useLabels, useMembers } from "../../workspace/pages/vocabulary.ts";
import type { SegmentRule } from "../condition-rules.ts";
import { ABOUT, ABOUT_WORDS, type About, OPERATOR_WORDS, operatorsOf } from "../segment-rules.ts";
import { sizeWords } from "./market-words.ts";
import { conditionOf, type Draft, draftOf, subjectOf } from "./rule-draft.ts";
import "./rule-editor.css";

const isAbout = (text: string): text is About => ABOUT.some((about) => about === text);

/** The rule of a segment, written as a sentence of choices; how many accounts fit is counted while it is written. */
export function RuleEditor({
  rule,
  isSaving,
  onSave,
  onCancel,
}: {
  rule: SegmentRule;
  isSaving: boolean;
  onSave: (rule: SegmentRule) => void;
  onCancel: () => void;
}) {
  const { currency } = useUnits();
  const [join, setJoin] = useState(rule.join);
  const [drafts, setDrafts] = useState<Draft[]>(() =>
    rule.conditions.length === 0
      ? [{ key: 0, about: "plan", name: "", is: "any-of", values: [], text: "" }]
      : rule.conditions.map((condition, index) => draftOf(condition, index)),
  );
  const conditions = drafts.flatMap((draft) => conditionOf(draft, currency) ?? []);
  const written: SegmentRule = { join, conditions };
  const isWhole = conditions.length === drafts.length;
  const [asked] = useDebouncedValue(JSON.stringify(written), 250);
  const { data: size, error } = useQuery({
    ...api.segments.size.queryOptions({ input: { rule: asked } }),
    placeholderData: (before) => before,
  });
  const set = (key: number, change: Partial<Draft>) =>
    setDrafts((all) => all.map((draft) => (draft.key === key ? { ...draft, ...change } : draft)));
  const add = () =>
    setDrafts((all) => [
      ...all,
      { key: Math.max(-1, ...all.map(({ key }) => key)) + 1, about: "plan", name: "", is: "any-of", values: [], text: "" },
    ]);
  return (
    <div className="rule">
      <ol className="rule-lines">
        {drafts.length === 0 && <li className="rule-line">Every account</li>}
        {drafts.map((draft, index) => (
          <li key={draft.key} className="rule-line">
            {index === 0 ? (
              <span>Accounts whose</span>
            ) : (
              <span className="rule-join">
                <select
                  className="rule-choice"
                  aria-label="Both or either"
                  value={join}
                  onChange={(event) => setJoin(event.target.value === "or" ? "or" : "and")}
                >
                  <option value="and">and</option>
                  <option value="or">or</option>
                </select>{" "}
                whose
              </span>
            )}
            <ConditionLine draft={draft} onChange={(change) => set(draft.key, change)} />
            <button
              type="button"
              className="icon-button"
              aria-label="Take this condition away"
              onClick={() => setDrafts((all) => all.filter(({ key }) => key !== draft.key))}
            >
              <X size={14} aria-hidden />
            </button>
          </li>
        ))}
      </ol>
      <button type="button" className="plain record-add" onClick={add}>
        <Plus size={13} aria-hidden /> Condition
      </button>
      <div className="rule-foot">
        <p className="rule-size" role="status">
          {error ? "This cannot be counted yet." : size ? <b>{sizeWords(size, currency)}</b> : "Counting …"}
          {!isWhole && <span className="meta"> A condition without a value is left out.</span>}
        </p>
        <span className="spring" />
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button loading={isSaving} onClick={() => onSave(written)}>
          Keep the rule
        </Button>
      </div>
    </div>
  );
}

function ConditionLine({ draft, onChange }: { draft: Draft; onChange: (change: Partial<Draft>) => void }) {
  const { data } = useQuery(api.segments.vocabulary.queryOptions({}));
  const fields = useFields("account");
  const type = fields.find(({ id }) => id === draft.name)?.type;
  const columns = data?.attributes.map(({ name }) => name) ?? [];
  const choose = (subject: string) => {
    const [first = "", ...rest] = subject.split(":");
    const name = rest.join(":");
    if (!isAbout(first)) return;
    const [is = "any-of"] = operatorsOf(first, fields.find(({ id }) => id === name)?.type);
    onChange({ about: first, name, is, values: [], text: "" });
  };
  const operators = operatorsOf(draft.about, type);
  return (
    <>
      <select className="rule-choice" aria-label="What is asked" value={subjectOf(draft)} onChange={(event) => choose(event.target.value)}>
        {ABOUT.filter((about) => about !== "attribute" && about !== "field").map((about) => (
          <option key={about} value={about}>
            {ABOUT_WORDS[about]}
          </option>
        ))}
        {columns.length > 0 && (
          <optgroup label="Imported columns">
            {columns.map((name) => (
              <option key={name} value={`attribute:${name}`}>
                {name}
              </option>
            ))}
          </optgroup>
        )}
        {fields.length > 0 && (
          <optgroup label="Own fields">
            {fields.map(({ id, name }) => (
              <option key={id} value={`field:${id}`}>
                {name}
              </option>
            ))}
          </optgroup>
        )}
      </select>
      <select
        className="rule-choice"
        aria-label="How it is compared"
        value={draft.is}
        onChange={(event) => {
          const is = operators.find((operator) => operator === event.target.value);
          if (is) onChange({ is });
        }}
      >
        {operators.map((operator) => (
          <option key={operator} value={operator}>
            {OPERATOR_WORDS[operator]}
          </option>
        ))}
      </select>
      <ValueOf draft={draft} type={type} onChange={onChange} />
    </>
  );
}

function ValueOf({ draft, type, onChange }: { draft: Draft; type: string | undefined; onChange: (change: Partial<Draft>) => void }) {
  const options = useOptions(draft);
  const { currency } = useUnits();
  const { is, values, text } = draft;
  if (is === "set" || is === "empty") return null;
  if (is !== "any-of" && is !== "none-of" && is !== "ends-with") {
    const isDay = type === "date";
    return (
      <input
        className="rule-value"
        aria-label="Value"
        type={isDay ? "date" : "text"}
        inputMode={isDay ? undefined : "decimal"}
        placeholder={draft.about === "revenue" ? `20000 ${currency}` : "50"}
        value={text}
        onChange={(event) => onChange({ text: event.target.value })}
      />
    );
  }
  const named = values.map((value) => options.find((option) => option.value === value)?.label ?? value);
  const isFree = draft.about !== "label" && type !== "person" && type !== "choice";
  const toggle = (value: string) =>
    onChange({ values: values.includes(value) ? values.filter((one) => one !== value) : [...values, value] });
  return (
    <Picker
      label="Values"
      placeholder="Find or type a value"
      options={[
        ...options,
        ...values.filter((value) => !options.some((option) => option.value === value)).map((value) => ({ value, label: value })),
      ]}
      chosen={values}
      multiple
      onPick={({ value }) => toggle(value)}
      {...(isFree ? { onCreate: toggle, createWords: (typed: string) => `Use “${typed}”` } : {})}
      width={280}
    >
      <button type="button" className="plain rule-value" data-empty={named.length === 0 || undefined}>
        {named.length === 0 ? "choose …" : named.join(" or ")}
      </button>
    </Picker>
  );
}

/** What can be chosen for a condition: the values that the accounts have, the workspace's labels, a field's choices. */
function useOptions({ about, name }: Draft): readonly { value: string; label: string }[] {
  const { data } = useQuery(api.segments.vocabulary.queryOptions({}));
  const labels = useLabels();
  const members = useMembers();
  const field = useFields("account").find(({ id }) => id === name);
  const plain = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
  if (about === "label") return labels.map(({ id, name: label }) => ({ value: id, label }));
  if (about === "plan") return plain(data?.plans ?? []);
  if (about === "currency") return plain(data?.currencies ?? []);
  if (about === "attribute") return plain(data?.attributes.find((column) => column.name === name)?.values ?? []);
  if (field?.type === "person") return members.filter(({ left }) => !left).map((member) => ({ value: member.id, label: member.name }));
  return plain(field?.options ?? []);
}
