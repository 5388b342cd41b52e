import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative } from "node:path";

/** Slices in the order of a product's life: each may use those before it. */
const SLICES = [
  "workspace",
  "measurement",
  "strategy",
  "files",
  "customers",
  "needs",
  "features",
  "research",
  "delivery",
  "design",
  "launches",
  "roadmap",
  "decisions",
  "recommendations",
  "intake",
  "imports",
  "thread",
  "exports",
  "sharing",
  "webhooks",
  "demo",
];

type Import = { target: string; typeOnly: boolean };

/** What a source imports: paths from the project's root for our own files, names for everything else. */
export function importsOf(file: string, source: string): Import[] {
  const statements = source.matchAll(
    /^\s*(?:import|export)\s+(type\s)?(?:[^"'`;]*?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm,
  );
  return [...statements].map(([, typeOnly, named, dynamic]) => {
    const specifier = named ?? dynamic ?? "";
    const target = specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier) : specifier;
    return { target, typeOnly: typeOnly !== undefined };
  });
}

/** Every way in which a file's imports go against the directions of the layout, each as a sentence. */
export function objections(file: string, source: string): string[] {
  if (/\.test\.tsx?$/.test(file) || file.startsWith("src/test/")) return [];
  const home = placeOf(file);
  return importsOf(file, source).flatMap(({ target, typeOnly }) => {
    const objection = objectionTo(home, placeOf(target), target, typeOnly);
    return objection ? [`${file} imports ${target}: ${objection}`] : [];
  });
}

type Place = { zone: "kernels" | "platform" | "ui" | "slice" | "other" | "package"; slice: string; part: string; web: boolean };

function placeOf(path: string): Place {
  const [src, zone = "", slice = "", part = ""] = path.split("/");
  const web = path.endsWith(".tsx") || path.startsWith("src/ui/") || (zone === "capabilities" && part === "pages");
  if (src !== "src") return { zone: "package", slice: "", part: "", web: false };
  // `people-rules.ts` holds rules like `rules.ts` does.
  if (zone === "capabilities") return { zone: "slice", slice, part: part.replace(/\.ts$/, "").replace(/^.+-rules$/, "rules"), web };
  if (zone === "kernels" || zone === "platform" || zone === "ui") return { zone, slice: "", part: "", web };
  return { zone: "other", slice: "", part: "", web };
}

function objectionTo(home: Place, to: Place, target: string, typeOnly: boolean): string | undefined {
  if (home.zone === "kernels" && (target.startsWith("node:") || !["kernels", "package"].includes(to.zone))) {
    return "kernels are pure and import only kernels.";
  }
  if ((home.zone === "platform" || home.zone === "ui") && to.zone === "slice") return `${home.zone} never imports a capability.`;
  if (!home.web && to.web) return "server code imports no page and nothing of the interface.";
  if (to.zone === "slice" && !typeOnly) {
    if (home.web && !to.web && to.part !== "rules") return "a page takes its data from the client and its reasoning from rules.";
    if (home.part === "rules" && to.part !== "rules") return "rules are read by both sides, so they import types and rules only.";
  }
  if (home.zone !== "slice" || to.zone !== "slice" || home.slice === to.slice) return undefined;
  const [from, other] = [SLICES.indexOf(home.slice), SLICES.indexOf(to.slice)];
  if (from < 0 || other < 0) return `${from < 0 ? home.slice : to.slice} is not in the list of slices.`;
  if (other > from) return `${home.slice} comes before ${to.slice}; effects forward go by reaction.`;
  // Comments, labels and the like are drawn by the slice they belong to, on the pages of all others.
  if (home.part === "pages" && to.part === "pages") return undefined;
  if (["pages", "routes", "reactions"].includes(to.part)) return "of an earlier slice use schema, rules, queries and commands.";
  return undefined;
}

/** Every objection in the project. */
export function allObjections(root: string): string[] {
  const entries = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name)).map((entry) => join(entry.parentPath, entry.name));
  return files.flatMap((file) => objections(relative(root, file), readFileSync(file, "utf8")));
}

if (import.meta.main) {
  const found = allObjections(join(import.meta.dirname, ".."));
  for (const objection of found) console.error(objection);
  process.exitCode = found.length > 0 ? 1 : 0;
}
