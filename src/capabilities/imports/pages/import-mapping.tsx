import { Select } from "@mantine/core";
import { ArrowRight } from "lucide-react";
import { KIND_OF, type Target } from "../../intake/target-rules.ts";
import { useFields } from "../../workspace/pages/vocabulary.ts";
import type { Preview } from "./import-file.ts";
import { targetChoices } from "./import-targets.ts";

const SAMPLES = 3;

/** One line for each column of the file: its name, what stands in it, and what it is. */
export function ImportMappingTable({
  target,
  preview,
  mapping,
  onMapping,
}: {
  target: Target;
  preview: Preview;
  mapping: Readonly<Record<string, string>>;
  onMapping: (mapping: Record<string, string>) => void;
}) {
  const fields = useFields(KIND_OF[target]);
  const choose = (column: string, means: string | null) => {
    const { [column]: _, ...rest } = mapping;
    // Only labels may come from several columns: taking a meaning takes it away from the column that had it.
    const others = Object.entries(rest).filter(([, other]) => means === null || other !== means || means === "label");
    onMapping({ ...Object.fromEntries(others), ...(means === null ? {} : { [column]: means }) });
  };
  const choicesFor = (column: string) => {
    const means = mapping[column];
    // A field that a format or an earlier import makes is among the choices under its own name.
    return targetChoices(target, column, fields, means?.startsWith("new-field:") ? means : preview.newFields[column]);
  };
  return (
    <table className="import-mapping">
      <thead>
        <tr>
          <th scope="col">Column</th>
          <th scope="col">First rows</th>
          <th scope="col">
            <span className="sr">Becomes</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {preview.columns.map((column) => (
          <tr key={column} data-out={mapping[column] === undefined || undefined}>
            <th scope="row">{column}</th>
            <td>
              <ul>
                {samplesOf(preview, column).map(({ line, text }) => (
                  <li key={line} className="truncate">
                    {text}
                  </li>
                ))}
              </ul>
            </td>
            <td>
              <div className="import-target">
                <ArrowRight size={14} aria-hidden />
                <Select
                  aria-label={`What ${column} is`}
                  data={choicesFor(column)}
                  value={mapping[column] ?? null}
                  placeholder="Left out"
                  clearable
                  searchable
                  allowDeselect
                  onChange={(means) => choose(column, means)}
                />
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The first cells of a column that are not empty. */
const samplesOf = ({ rows }: Preview, column: string) =>
  rows
    .map(({ line, cells }) => ({ line, text: cells[column] ?? "" }))
    .filter(({ text }) => text.trim() !== "")
    .slice(0, SAMPLES);
