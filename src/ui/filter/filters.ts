/** One condition of a view. Several values of one condition mean "any of them"; several conditions must all hold. */
export interface Filter {
  field: string;
  test: "is" | "not" | "has" | "atLeast" | "atMost";
  values: readonly string[];
}

const quoted = (value: string) =>
  /[\s,"]/.test(value) || value === "" ? `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"` : value;
const signs = { is: ":", not: "!:", has: "~:", atLeast: ">:", atMost: "<:" } as const;

/** Conditions as one readable search parameter: `state:open,exploring revenue>:100000 label!:churned text~:"export totals"`. */
export function filterText(filters: readonly Filter[]) {
  return filters.map(({ field, test, values }) => `${field}${signs[test]}${values.map(quoted).join(",")}`).join(" ");
}

/** Reads what `filterText` wrote; what cannot be read is left out, so an old or mistyped address still opens. */
export function parseFilters(text: unknown): Filter[] {
  if (typeof text !== "string") return [];
  const filters: Filter[] = [];
  const condition = /([\w.-]+?)(!:|~:|>:|<:|:)((?:"(?:\\.|[^"\\])*"|[^\s",]+)(?:,(?:"(?:\\.|[^"\\])*"|[^\s",]+))*)/g;
  for (const [, field = "", sign, list = ""] of text.matchAll(condition)) {
    const test = sign === "!:" ? "not" : sign === "~:" ? "has" : sign === ">:" ? "atLeast" : sign === "<:" ? "atMost" : "is";
    const values = [...list.matchAll(/"((?:\\.|[^"\\])*)"|([^\s",]+)/g)].map(
      ([, inner, bare]) => inner?.replace(/\\(.)/g, "$1") ?? bare ?? "",
    );
    filters.push({ field, test, values });
  }
  return filters;
}

/** The values of one condition, for a query: `valuesOf(filters, "state")`. */
export function valuesOf(filters: readonly Filter[], field: string, test: Filter["test"] = "is"): readonly string[] | undefined {
  return filters.find((filter) => filter.field === field && filter.test === test)?.values;
}
