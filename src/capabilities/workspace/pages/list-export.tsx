import { useMutation } from "@tanstack/react-query";
import { Download, FileSpreadsheet, FileText } from "lucide-react";
import { useWorkspace } from "../../../actor.tsx";
import { MenuButton, type MenuEntry } from "../../../ui/menu-items.tsx";
import { notify, notifyError } from "../../../ui/undo.tsx";
import "../../../ui/filter/filter.css";
import { KINDS, listName, type RecordKind } from "../kind-rules.ts";

type Parameters = Readonly<Record<string, unknown>>;

/** Downloads the list of a kind as it is now filtered and sorted. `also` names further kinds that have no page of their own. */
export function ListExport({ kind, parameters, also = [] }: { kind: RecordKind; parameters: Parameters; also?: readonly RecordKind[] }) {
  const { slug } = useWorkspace();
  const take = useMutation({
    mutationFn: async (address: string) => (await import("../../../ui/transfer.ts")).download(address, slug),
    onError: (error) => notifyError(error),
  });
  const start = (address: string) => {
    notify("The file is being made; it is downloaded when it is whole");
    take.mutate(address);
  };
  const entriesOf = (name: RecordKind, given: Parameters): MenuEntry[] => [
    { label: "CSV", icon: FileText, run: () => start(addressOf(name, "csv", given)) },
    { label: "CSV for Excel", icon: FileText, run: () => start(addressOf(name, "csv", { ...given, bom: true })) },
    { label: "Excel workbook", icon: FileSpreadsheet, run: () => start(addressOf(name, "xlsx", given)) },
  ];
  return (
    <MenuButton
      position="bottom-end"
      entries={[
        { heading: "As filtered and sorted now" },
        ...entriesOf(kind, parameters),
        ...also.flatMap((one): MenuEntry[] => [
          { heading: KINDS[one].many },
          { label: `${KINDS[one].many} as CSV`, icon: FileText, run: () => start(addressOf(one, "csv", {})) },
          { label: `${KINDS[one].many} as Excel workbook`, icon: FileSpreadsheet, run: () => start(addressOf(one, "xlsx", {})) },
        ]),
      ]}
    >
      <button type="button" className="plain filter-add" aria-busy={take.isPending}>
        <Download size={13} aria-hidden />
        {take.isPending ? "Exporting …" : "Export"}
      </button>
    </MenuButton>
  );
}

/** The parameters as the routes read them: several values by the same name, own fields by `fields[<id>]`. */
export function addressOf(kind: RecordKind, format: "csv" | "xlsx", parameters: Parameters): string {
  const search = new URLSearchParams();
  const add = (name: string, value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) add(name, one);
    else if (typeof value === "object" && value !== null) for (const [key, one] of Object.entries(value)) add(`${name}[${key}]`, one);
    else if (value !== undefined) search.append(name, String(value));
  };
  for (const [name, value] of Object.entries(parameters)) add(name, value);
  return `/api/v1/${listName(kind)}.${format}${search.size > 0 ? `?${search}` : ""}`;
}
