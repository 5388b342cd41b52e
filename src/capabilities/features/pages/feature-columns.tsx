import { useMemo } from "react";
import { Avatar } from "../../../ui/avatar.tsx";
import { number } from "../../../ui/format.ts";
import type { Column } from "../../../ui/table/columns.ts";
import { moneyText } from "../../needs/pages/demand.ts";
import { ownValueText } from "../../workspace/pages/own-fields.ts";
import { labelColour, type Person } from "../../workspace/pages/vocabulary.ts";
import type { Field, Label } from "../../workspace/schema.ts";
import { FEATURE_KINDS, FEATURE_STATES } from "../rules.ts";
import type { FeatureItem } from "../schema.ts";
import { effortText, FEATURE_KIND_WORDS, FEATURE_STATE_WORDS, type Units, valueText } from "./feature-words.ts";
import "./feature-cells.css";

type Words = {
  units: Units;
  stateName: (state: string, usual: string) => string;
  memberName: (id: string | null | undefined) => string | undefined;
  members: readonly Person[];
  labels: readonly Label[];
  fields: readonly Field[];
  milestones: readonly { id: string; title: string }[];
  mayEdit: boolean;
};
type FeatureColumn = Column<FeatureItem>;

/** The columns of the table. What is counted or linked is read here and written where it belongs. */
export function useFeatureColumns({
  units,
  stateName,
  memberName,
  members,
  labels,
  fields,
  milestones,
  mayEdit,
}: Words): readonly FeatureColumn[] {
  const { currency, valueUnit } = units;
  return useMemo(() => {
    const people = members.filter(({ left }) => !left).map(({ id, name }) => ({ value: id, label: name }));
    const known = new Map(labels.map((label) => [label.id, label]));
    const columns: FeatureColumn[] = [
      {
        id: "title",
        label: "Feature",
        type: "text",
        width: 296,
        grow: true,
        text: ({ title }) => title,
        render: ({ key, title }) => (
          <span className="feature-cell-title" data-kind="feature">
            <span className="record-key">{key}</span>
            <b className="truncate">{title}</b>
          </span>
        ),
      },
      {
        id: "needs",
        label: "Needs",
        type: "readonly",
        width: 148,
        phone: false,
        text: ({ needs }) => needs.map(({ key }) => key).join(", "),
        render: ({ needs }) => {
          const [first] = needs;
          if (!first) return <span className="muted">no need yet</span>;
          return (
            <span
              className="feature-cell-needs"
              title={needs.map(({ key, statement }) => `${key} ${statement}`).join("\n")}
              data-kind="need"
            >
              <span className="record-key">{first.key}</span>
              <span className="truncate">{first.statement}</span>
              {needs.length > 1 && <span className="muted">+{needs.length - 1}</span>}
            </span>
          );
        },
      },
      {
        id: "state",
        label: "State",
        type: "choice",
        width: 102,
        sortable: true,
        text: ({ state }) => stateName(state, FEATURE_STATE_WORDS[state].word),
        value: ({ state }) => state,
        options: FEATURE_STATES.map((state) => ({ value: state, label: stateName(state, FEATURE_STATE_WORDS[state].word) })),
        render: ({ state }) => (
          <span className="state" data-kind="feature">
            <i className="pip" data-shape={FEATURE_STATE_WORDS[state].shape} aria-hidden />
            {stateName(state, FEATURE_STATE_WORDS[state].word)}
          </span>
        ),
      },
      {
        id: "kind",
        label: "Kind",
        type: "choice",
        width: 98,
        phone: false,
        text: ({ kind }) => FEATURE_KIND_WORDS[kind],
        value: ({ kind }) => kind,
        options: FEATURE_KINDS.map((kind) => ({ value: kind, label: FEATURE_KIND_WORDS[kind] })),
      },
      {
        id: "accounts",
        label: "Accounts",
        type: "readonly",
        width: 72,
        phone: false,
        align: "end",
        sortable: true,
        text: ({ demand }) => number(demand.accounts),
      },
      {
        id: "money",
        label: "Money a year",
        type: "readonly",
        width: 112,
        phone: "a year",
        align: "end",
        sortable: true,
        text: ({ demand }) => moneyText(demand, currency) ?? "–",
      },
      {
        id: "value",
        label: valueUnit === "money" ? `Value, ${currency}` : "Value, points",
        type: "range",
        width: 94,
        phone: false,
        align: "end",
        sortable: true,
        hint: valueUnit === "money" ? "10k–25k" : "120–400",
        text: (row) => valueText(row, { currency, valueUnit }),
      },
      {
        id: "effort",
        label: "Effort",
        type: "range",
        width: 94,
        align: "end",
        sortable: true,
        hint: "3–6 weeks, or M",
        text: (row) => effortText(row),
      },
      {
        id: "owner",
        label: "Owner",
        type: "person",
        width: 128,
        phone: false,
        clearable: true,
        text: ({ ownerId }) => memberName(ownerId) ?? "",
        value: ({ ownerId }) => ownerId ?? undefined,
        options: people,
        render: ({ ownerId }) => {
          const name = memberName(ownerId);
          return name ? (
            <>
              <Avatar name={name} label={false} />
              <span className="truncate">{name}</span>
            </>
          ) : null;
        },
      },
      {
        id: "milestone",
        label: "Milestone",
        type: "choice",
        width: 150,
        phone: false,
        clearable: true,
        text: ({ milestone }) => milestone?.title ?? "",
        value: ({ milestoneId }) => milestoneId ?? undefined,
        options: milestones.map(({ id, title }) => ({ value: id, label: title })),
        render: ({ milestone }) => milestone && <span className="truncate">{milestone.title}</span>,
      },
      {
        id: "labels",
        label: "Labels",
        type: "readonly",
        width: 130,
        phone: false,
        text: (row) => row.labels.flatMap((id) => known.get(id)?.name ?? []).join(", "),
        render: (row) => (
          <span className="feature-cell-labels">
            {row.labels
              .flatMap((id) => known.get(id) ?? [])
              .map(({ id, name, colour }) => (
                <span key={id}>
                  <i style={{ background: labelColour(colour) }} />
                  {name}
                </span>
              ))}
          </span>
        ),
      },
      ...fields.map((field) => ownColumn(field, memberName, people)),
    ];
    return mayEdit ? columns : columns.map((column) => ({ ...column, type: "readonly" as const }));
  }, [currency, valueUnit, stateName, memberName, members, labels, fields, milestones, mayEdit]);
}

function ownColumn(field: Field, memberName: Words["memberName"], people: readonly { value: string; label: string }[]): FeatureColumn {
  const { id, name, type, options } = field;
  const shared = {
    id: `field:${id}`,
    label: name,
    width: 120,
    phone: false as const,
    sortable: true,
    clearable: true,
    text: (row: FeatureItem) => ownValueText(field, row.fields[id], memberName),
  };
  const value = (row: FeatureItem) => (row.fields[id] === undefined ? undefined : String(row.fields[id]));
  if (type === "choice") return { ...shared, type, value, options: options.map((option) => ({ value: option, label: option })) };
  if (type === "person") return { ...shared, type, value, options: people };
  if (type === "number") return { ...shared, type, align: "end" };
  // A day is edited as it is kept, and read as people write it.
  if (type === "date") {
    const shown = (row: FeatureItem) => <span className="truncate">{ownValueText(field, row.fields[id], memberName)}</span>;
    return { ...shared, type, text: (row) => String(row.fields[id] ?? ""), render: shown };
  }
  return { ...shared, type: "text" };
}
