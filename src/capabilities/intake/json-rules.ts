/** Text of a value of JSON: lists of named things by their names, one a line. */
export function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "object") {
    if (Array.isArray(value)) return value.map(nameOf).join("\n");
    return nameOf(value);
  }
  return String(value);
}

function nameOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value ?? "");
  for (const key of ["name", "title", "label", "login"] as const) {
    const found: unknown = Reflect.get(value, key);
    if (typeof found === "string") return found;
  }
  return JSON.stringify(value);
}

/** A value inside of others, by its path. */
export function inside(record: unknown, ...path: readonly string[]): unknown {
  let value = record;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** Where a value lies inside of others, as one word: `ticket.comments.0.text`. A point in a name is written `\\.`. */
export const pathOf = (keys: readonly string[]): string => keys.map((key) => key.replace(/[\\.]/g, "\\$&")).join(".");
/** The names that a path is made of. */
export function keysOf(path: string): string[] {
  const keys = [""];
  for (const [part] of path.matchAll(/\\.|[^\\.]+|\./gs)) {
    if (part === ".") keys.push("");
    else keys.push((keys.pop() ?? "") + (part.startsWith("\\") ? part.slice(1) : part));
  }
  return keys;
}

/** What no database can keep as text is left out or shown as unreadable; everything else stays as it is. */
export function storable(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("\0", "").toWellFormed();
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [String(storable(key)), storable(inner)]));
}
