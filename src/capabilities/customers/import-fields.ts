import type { Context } from "../../platform/context.ts";
import { Refusal } from "../../platform/refusal.ts";
import { storedValue } from "../workspace/field-values.ts";
import { fieldsOf } from "../workspace/fields.ts";
import type { Field } from "../workspace/schema.ts";
import type { ImportMapping, ImportRow, RowProblem } from "./import-rules.ts";

/** Values of the workspace's own fields, each in the column of its type. */
export type FieldCells = { fieldId: string; text: string | null; number: number | null; memberId: string | null }[];

/**
 * Reads cells that are mapped to the workspace's own fields of feedback.
 * @throws Refusal 422 when a field is mapped that this workspace does not have
 */
export async function fieldsToImport(context: Context, mapping: ImportMapping) {
  const wanted = Object.entries(mapping).filter(([, target]) => target.startsWith("field:"));
  const known = wanted.length === 0 ? [] : await fieldsOf(context, "feedback");
  const fields = wanted.map(([column, target]) => {
    const name = target.slice("field:".length);
    const field = known.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (!field) throw new Refusal(422, "BAD_MAPPING", `Feedback has no field "${name}" in this workspace. Add it in the settings first.`);
    return { column, name, field };
  });
  return {
    async read(row: ImportRow): Promise<{ values: FieldCells } | { problem: RowProblem }> {
      const values: FieldCells = [];
      for (const { column, name, field } of fields) {
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
    },
  };
}

/** A number may be written with a comma; everything else is text. What is no number is refused where values are read. */
function valueIn({ type }: Field, cell: string): string | number {
  return type === "number" && /^[+-]?\d+(?:[.,]\d+)?$/.test(cell) ? Number(cell.replace(",", ".")) : cell;
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Refusal)) throw error;
  const { issues } = error.data;
  const [issue]: unknown[] = Array.isArray(issues) ? issues : [];
  return typeof issue === "object" && issue !== null && "message" in issue ? String(issue.message) : error.message;
}
