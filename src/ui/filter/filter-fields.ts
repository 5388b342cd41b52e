import type { LucideIcon } from "lucide-react";
import type { PickerProps } from "../picker.tsx";
import type { Filter } from "./filters.ts";

/** A field that can be filtered by. `choice` and `person` need `options` (all of them, or a search). */
export interface FilterField {
  id: string;
  label: string;
  type: "choice" | "person" | "text" | "number" | "date";
  icon?: LucideIcon;
  options?: PickerProps["options"];
  /** The word for a value that `options` as a search cannot name by itself. */
  nameOf?: (value: string) => string;
  /** Unit of a number, said after it. */
  unit?: string;
  /** How it can be compared, where the list behind it knows less than the type allows. */
  tests?: readonly Filter["test"][];
}

export const testWords = { is: "is", not: "is not", has: "contains", atLeast: "at least", atMost: "at most" } as const;
export const dateWords = { ...testWords, atLeast: "on or after", atMost: "on or before" } as const;
export const testsOf = ({ type, tests }: FilterField): readonly Filter["test"][] =>
  tests ?? (type === "text" ? ["has"] : type === "number" || type === "date" ? ["atLeast", "atMost"] : ["is", "not"]);
