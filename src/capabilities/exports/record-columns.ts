import * as z from "zod";
import type { Cell } from "../../platform/csv-writing.ts";
import type { RecordKind } from "../workspace/schema.ts";
import { amount, type Column, type Vocabulary } from "./list-columns.ts";

type Row = Readonly<Record<string, unknown>>;
type Shape = Readonly<Record<string, unknown>>;

/** What the kit says of every record: at the ends of a row, or in columns of labels and own fields. */
const OF_THE_KIT = ["id", "key", "version", "productId", "labels", "fields", "createdBy", "createdAt", "updatedAt"];

/**
 * The columns of a list, read off the schema by which its records are answered: a field that is added there is in the file, and none is
 * described twice. Money leaves as an amount with its currency, a person or product by name, other records by key and title.
 */
export function recordColumns(kind: RecordKind, item: z.ZodType): Column<Row>[] {
  const shape = shapeOf(item);
  if (!shape) throw new Error(`What is answered of ${kind} is no object.`);
  const own = Object.keys(shape).filter((field) => !OF_THE_KIT.includes(field));
  return [
    { name: "Key", cell: ({ key }) => cellOf(key) },
    ...fieldColumns(kind, shape, own),
    ...("productId" in shape ? [{ name: "Product", cell: ({ productId }: Row, words: Vocabulary) => nameOf(productId, words) }] : []),
    { name: "Created by", cell: ({ createdBy }, words) => nameOf(createdBy, words) },
    { name: "Created", cell: ({ createdAt }) => cellOf(createdAt) },
    { name: "Updated", cell: ({ updatedAt }) => cellOf(updatedAt) },
    { name: "Id", cell: ({ id }) => cellOf(id) },
  ];
}

function fieldColumns(kind: RecordKind, shape: Shape, fields: readonly string[]): Column<Row>[] {
  return fields.flatMap((field): Column<Row>[] => {
    if (isSaidBeside(field, shape)) return [];
    const name = wordsOf(field);
    const inner = shapeOf(shape[field]);
    if (inner && !("key" in inner))
      return fieldColumns(kind, inner, Object.keys(inner)).map((column) => ({
        name: `${name}: ${column.name.toLowerCase()}`,
        cell: (row, words) => column.cell(asRow(row[field]), words),
      }));
    if (field.endsWith("Minor")) return moneyColumns(field, shape);
    if (shape[field] instanceof z.ZodRecord && /revenue$/i.test(field)) return [{ name, cell: (row) => amountsOf(asRow(row[field])) }];
    if (field === "state") return [{ name, cell: (row, words) => words.state(kind, String(row.state)) }];
    if (/(Id|By)$/.test(field)) return [{ name, cell: (row, words) => nameOf(row[field], words) }];
    return [{ name, cell: (row) => cellOf(row[field]) }];
  });
}

/** The id of a record whose name stands beside it. */
const isSaidBeside = (field: string, shape: Shape) => {
  const base = /^(.*)Id$/.exec(field)?.[1];
  return base !== undefined && (base in shape || `${base}Key` in shape);
};

function moneyColumns(field: string, shape: Shape): Column<Row>[] {
  const name = wordsOf(field.replace(/Minor$/, ""));
  const currencyOf = (row: Row, { currency }: Vocabulary) => ("currency" in shape ? textOf(row.currency) || null : currency);
  const money: Column<Row> = { name, cell: (row, words) => amount(numberOf(row[field]), currencyOf(row, words)) };
  return "currency" in shape ? [money] : [money, { name: `${name} currency`, cell: (_, words) => words.currency }];
}

/** Minor units by currency, each as its amount. */
const amountsOf = (byCurrency: Row): Cell =>
  Object.entries(byCurrency)
    .map(([currency, minor]) => `${amount(numberOf(minor), currency)} ${currency}`)
    .join("; ") || null;
const numberOf = (value: unknown) => (typeof value === "number" ? value : null);
const asRow = (value: unknown): Row => (isRow(value) ? value : {});
const isRow = (value: unknown): value is Row => typeof value === "object" && value !== null && !Array.isArray(value);

/** The fields of an object, whatever is wrapped around it; nothing for other values. */
function shapeOf(schema: unknown): Shape | null {
  if (schema instanceof z.ZodObject) return schema.shape;
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return shapeOf(schema.unwrap());
  return schema instanceof z.ZodPipe ? shapeOf(schema.in) : null;
}

/** `closedOn` is "Closed on", `byOn` "By", `isNewest` "Newest", `ownerId` "Owner". */
function wordsOf(field: string): string {
  const bare = field === "byOn" || field === "fromOn" ? field.slice(0, -2) : field.replace(/^is(?=[A-Z])/, "").replace(/(?<=.)Id$/, "");
  const words = bare.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Who or what an id names in this workspace; of others the id itself. */
function nameOf(value: unknown, words: Vocabulary): Cell {
  if (typeof value !== "string") return null;
  return words.member(value) ?? (words.product(value) || value);
}

function cellOf(value: unknown): Cell {
  return typeof value === "number" ? value : textOf(value) || null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Any value in a line: records by key and title, other objects by their fields, several with a semicolon between. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join("; ");
  if (!isRow(value)) return String(value);
  if (typeof value.key === "string") return `${value.key} ${textOf(value.title ?? value.name)}`.trim();
  return Object.entries(value)
    .filter(([field, one]) => field !== "version" && !(typeof one === "string" && UUID.test(one)))
    .map(([field, one]) => [wordsOf(field), textOf(one)] as const)
    .filter(([, text]) => text !== "")
    .map(([name, text]) => `${name}: ${text}`)
    .join(", ");
}
