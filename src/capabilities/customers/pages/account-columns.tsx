import type { MouseEvent } from "react";
import { money, number } from "../../../ui/format.ts";
import type { Column } from "../../../ui/table/columns.ts";
import { ownValueText } from "../../workspace/pages/own-fields.ts";
import { labelColour } from "../../workspace/pages/vocabulary.ts";
import type { Field, Label } from "../../workspace/schema.ts";
import type { AccountItem } from "../answers.ts";
import type { AccountChange } from "../schema.ts";
import { parseRevenue, revenueText } from "./revenue.ts";

type Words = {
  slug: string;
  mayEdit: boolean;
  fields: readonly Field[];
  labels: readonly Label[];
  nameOf: (id: string | null | undefined) => string | undefined;
  go: (path: string, search?: Record<string, unknown>) => void;
};

/** A real link, drawn in plain elements: rows repeat, and a component of the router in each would slow the scrolling down. */
function link(href: string, words: string, follow: () => void) {
  const onClick = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    follow();
  };
  return (
    <a href={href} className="account-link truncate" tabIndex={-1} onClick={onClick}>
      {words}
    </a>
  );
}

/** What the list of accounts shows and what of it can be edited in place. */
export function accountColumns({ slug, mayEdit, fields, labels, nameOf, go }: Words): Column<AccountItem>[] {
  const named = new Map(labels.map((label) => [label.id, label]));
  const editable = <Type extends Column<AccountItem>["type"]>(type: Type) => (mayEdit ? type : ("readonly" as const));
  return [
    {
      id: "name",
      label: "Account",
      type: editable("text"),
      width: 220,
      grow: true,
      sortable: true,
      text: ({ name }) => name,
      render: ({ name, key }) => <b>{link(`/${slug}/accounts/${key}`, name, () => go(`accounts/${key}`))}</b>,
    },
    { id: "domain", label: "Domain", type: editable("text"), width: 170, phone: false, text: ({ domain }) => domain ?? "" },
    {
      id: "revenue",
      label: "Revenue a year",
      type: editable("text"),
      width: 130,
      phone: "a year",
      align: "end",
      sortable: true,
      hint: "84k EUR",
      text: revenueText,
      render: ({ revenueMinor, currency }) =>
        revenueMinor === null || currency === null ? null : (
          <span title={money(revenueMinor, currency, { exact: true })}>{money(revenueMinor, currency)}</span>
        ),
    },
    { id: "plan", label: "Plan", type: editable("text"), width: 110, text: ({ plan }) => plan ?? "" },
    {
      id: "seats",
      label: "Seats",
      type: editable("number"),
      width: 80,
      phone: "seats",
      align: "end",
      text: ({ seats }) => (seats === null ? "" : String(seats)),
      render: ({ seats }) => (seats === null ? null : number(seats)),
    },
    {
      id: "feedback",
      label: "Feedback",
      type: "readonly",
      width: 90,
      phone: false,
      align: "end",
      text: ({ feedback }) => String(feedback),
      render: ({ feedback, id }) =>
        feedback === 0
          ? null
          : link(`/${slug}/feedback?state=all&filter=account:${id}`, feedback >= 1_000 ? "1,000+" : number(feedback), () =>
              go("feedback", { state: "all", filter: `account:${id}` }),
            ),
    },
    {
      id: "labels",
      label: "Labels",
      type: "readonly",
      width: 150,
      phone: false,
      text: (row) => row.labels.flatMap((id) => named.get(id)?.name ?? []).join(", "),
      render: (row) => (
        <span className="account-labels">
          {row.labels.flatMap((id) => {
            const label = named.get(id);
            return label ? [<i key={id} style={{ background: labelColour(label.colour) }} title={label.name} />, label.name] : [];
          })}
        </span>
      ),
    },
    ...fields.map(
      (field): Column<AccountItem> => ({
        id: `field:${field.id}`,
        label: field.name,
        type: "readonly",
        width: 130,
        phone: false,
        sortable: true,
        text: (row) => ownValueText(field, row.fields[field.id], nameOf),
        ...(field.type === "number" ? { align: "end" as const } : {}),
      }),
    ),
  ];
}

/** What a typed cell changes; undefined when it cannot be read. */
export function changeOf(column: string, typed: string, row: Pick<AccountItem, "currency">, currency: string): AccountChange | undefined {
  const text = typed.trim();
  if (column === "name") return text === "" ? undefined : { name: text };
  if (column === "domain") return { domain: text === "" ? null : text };
  if (column === "plan") return { plan: text === "" ? null : text };
  if (column === "seats") {
    if (text === "") return { seats: null };
    return /^[\d\s,.']+$/.test(text) ? { seats: Number(text.replace(/\D/g, "")) } : undefined;
  }
  if (column !== "revenue") return undefined;
  const revenue = parseRevenue(text, row.currency ?? currency);
  return revenue === undefined ? undefined : (revenue ?? { revenueMinor: null, currency: null });
}
