import { numberIn } from "../../kernels/cells.ts";
import type { Context } from "../../platform/context.ts";
import { Refusal } from "../../platform/refusal.ts";
import { fieldNameIn, type ImportMapping, type ImportRow, newFieldIn, type RowProblem } from "../intake/mapping-rules.ts";
import { KIND_OF, type Target } from "../intake/target-rules.ts";
import { storedValue } from "../workspace/field-values.ts";
import { createField, fieldsOf } from "../workspace/fields.ts";
import type { Field } from "../workspace/schema.ts";
import { added } from "./changes.ts";

/** Values of the workspace's own fields, each in the column of its type. */
export type FieldCells = { fieldId: string; text: string | null; number: number | null; memberId: string | null }[];
type Wanted = { column: string; name: string; field: Field };

/**
 * The workspace's own fields that columns are, those to be made among them as they will be.
 * @throws Refusal 422 when a field is mapped that this workspace does not have, or a column makes one of another type
 */
async function fieldsWanted(context: Context, target: Target, mapping: ImportMapping): Promise<Wanted[]> {
  const columns = Object.entries(mapping).flatMap(([column, means]) => {
    const name = fieldNameIn(means);
    return name === null ? [] : [{ column, name, make: newFieldIn(means) }];
  });
  if (columns.length === 0) return [];
  const kind = KIND_OF[target];
  const known = await fieldsOf(context, kind);
  return columns.map(({ column, name, make }) => {
    const field = known.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (field) return { column, name, field };
    if (!make) {
      const what = `${target.slice(0, 1).toUpperCase()}${target.slice(1)}`;
      const verb = target === "feedback" ? "has" : "have";
      throw new Refusal(422, "BAD_MAPPING", `${what} ${verb} no field "${name}" in this workspace. Add it in the settings first.`);
    }
    return { column, name, field: { id: "", recordKind: kind, name, type: make.type, options: [], position: 0, version: 1 } };
  });
}

/** Reads cells that are mapped to the workspace's own fields, without writing anything. */
export async function fieldReader(context: Context, target: Target, mapping: ImportMapping) {
  return readerOf(context, await fieldsWanted(context, target, mapping));
}

/** The same, once fields that are not there yet have been made by the import. */
export async function fieldsToImport(context: Context, target: Target, mapping: ImportMapping, batchId: string) {
  const wanted = await fieldsWanted(context, target, mapping);
  for (const one of wanted) {
    if (one.field.id !== "") continue;
    const { recordKind, name, type } = one.field;
    one.field = await createField(context, { recordKind, name, type, options: [] });
    await added(context, batchId, "fields", [one.field.id]);
  }
  return readerOf(context, wanted);
}

function readerOf(context: Context, wanted: readonly Wanted[]) {
  return async (row: ImportRow): Promise<{ values: FieldCells } | { problem: RowProblem }> => {
    const values: FieldCells = [];
    for (const { column, name, field } of wanted) {
      const cell = row.fields[name];
      if (cell === undefined) continue;
      try {
        const { stored } = await storedValue(context, field, valueIn(field, cell));
        values.push({ fieldId: field.id, ...stored });
      } catch (error) {
        return { problem: { line: row.line, column, message: sentenceOf(error) } };
      }
    }
    return { values };
  };
}

/** A number may be written with a comma; everything else is text. What is no number is refused where values are read. */
function valueIn({ type }: Field, cell: string): string | number {
  return type === "number" ? (numberIn(cell) ?? cell) : cell;
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Refusal)) throw error;
  const { issues } = error.data;
  const [issue]: unknown[] = Array.isArray(issues) ? issues : [];
  return typeof issue === "object" && issue !== null && "message" in issue ? String(issue.message) : error.message;
}
