import { Readable } from "node:stream";
import { CsvProblem, type Delimiter, readRows } from "../../platform/csv.ts";
import { invalid } from "../../platform/refusal.ts";
import { type Lined, refuseLines } from "./readings.ts";
import { dayIn, type LineProblem, type MetricUnit, READINGS_AT_ONCE } from "./rules.ts";
import { valueIn } from "./value-rules.ts";

const DELIMITERS: readonly Delimiter[] = ["\t", ";", ","];
/** Read as a header would be, so that no line of a sheet without one is lost. */
const NAMES = ["day", "value", "n"];

/**
 * The readings in lines of a sheet: day, value and perhaps a sample size. A first line that is none is taken for a header.
 * @throws Refusal 422 naming every line that cannot be read
 */
export async function readingsIn(text: string, unit: MetricUnit, dates: "dmy" | "mdy" | undefined): Promise<Lined[]> {
  const bare = text.replace(/^\ufeff/, "");
  const delimiter = DELIMITERS.find((one) => bare.includes(one));
  if (!delimiter) throw invalid("text", "Paste two columns: the day, and its value.");
  const lined: Lined[] = [];
  const problems: LineProblem[] = [];
  for await (const { line, cells } of rowsOf(bare, delimiter)) {
    const [day = "", amount = "", size = ""] = NAMES.map((name) => cells[name]?.trim() ?? "");
    const [on, value] = [dayIn(day, dates), valueIn(amount, unit)];
    const n = size === "" ? null : /^[\d,. ']+$/.test(size) ? Number(size.replace(/[,. ']/g, "")) : Number.NaN;
    if (on !== null && value !== null && !Number.isNaN(n)) lined.push({ on, value, n, line });
    else if (!(line === 1 && on === null && value === null))
      problems.push({ line, message: whyNot({ day, on, amount, value, size }, unit) });
    if (lined.length > READINGS_AT_ONCE) throw invalid("text", `Bring at most ${READINGS_AT_ONCE} readings at once.`);
  }
  if (problems.length > 0) throw refuseLines(problems);
  if (lined.length === 0) throw invalid("text", "There is no line with a day and a value.");
  return lined;
}

function whyNot(
  { day, on, amount, value, size }: { day: string; on: string | null; amount: string; value: number | null; size: string },
  unit: MetricUnit,
): string {
  if (day === "") return "The day is missing.";
  if (on === null)
    return /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}/.test(day)
      ? `“${day}” can be read in two ways; say whether the day or the month comes first.`
      : `“${day}” is no day.`;
  if (amount === "") return "The value is missing.";
  return value === null ? `“${amount}” is no ${unit === "count" || unit === "ratio" ? "number" : unit}.` : `“${size}” is no sample size.`;
}

async function* rowsOf(text: string, delimiter: Delimiter) {
  const spare = Array.from({ length: 20 }, (_, index) => `more ${index}`);
  const head = [...NAMES, ...spare].join(delimiter);
  try {
    for await (const row of readRows(Readable.from([Buffer.from(`${head}\n${text}`)]), { delimiter })) yield { ...row, line: row.line - 1 };
  } catch (error) {
    if (error instanceof CsvProblem)
      throw refuseLines([
        { line: Math.max(1, error.line - 1), message: "This line cannot be read: a quote is open, or it has too many cells." },
      ]);
    throw error;
  }
}
