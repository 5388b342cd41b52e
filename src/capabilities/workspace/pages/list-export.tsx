import { useMutation } from "@tanstack/react-query";
import { Download, FileSpreadsheet, FileText } from "lucide-react";
import { useWorkspace } from "../../../actor.tsx";
import { MenuButton, type MenuEntry } from "../../../ui/menu-items.tsx";
import { notify, notifyError } from "../../../ui/undo.tsx";

type ListName = "feedback" | "needs" | "features" | "accounts" | "contacts" | "personas";
type Parameters = Readonly<Record<string, unknown>>;

/** Downloads a list as it is now filtered and sorted. `also` names further lists that have no page of their own. */
export function ListExport({
  list,
  parameters,
  also = [],
}: {
  list: ListName;
  parameters: Parameters;
  also?: readonly { list: ListName; label: string }[];
}) {
  const { slug } = useWorkspace();
  const take = useMutation({
    mutationFn: async (address: string) => (await import("../../../ui/transfer.ts")).download(address, slug),
    onError: (error) => notifyError(error),
  });
  const start = (address: string) => {
    notify("The file is being made; it is downloaded when it is whole");
    take.mutate(address);
  };
  const entriesOf = (name: ListName, given: Parameters): MenuEntry[] => [
    { label: "CSV", icon: FileText, run: () => start(addressOf(name, "csv", given)) },
    { label: "CSV for Excel", icon: FileText, run: () => start(addressOf(name, "csv", { ...given, bom: true })) },
    { label: "Excel workbook", icon: FileSpreadsheet, run: () => start(addressOf(name, "xlsx", given)) },
  ];
  return (
    <MenuButton
      position="bottom-end"
      entries={[
        { heading: "As filtered and sorted now" },
        ...entriesOf(list, parameters),
        ...also.flatMap((one): MenuEntry[] => [
          { heading: one.label },
          { label: `${one.label} as CSV`, icon: FileText, run: () => start(addressOf(one.list, "csv", {})) },
          { label: `${one.label} as Excel workbook`, icon: FileSpreadsheet, run: () => start(addressOf(one.list, "xlsx", {})) },
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
export function addressOf(list: ListName, format: "csv" | "xlsx", parameters: Parameters): string {
  const search = new URLSearchParams();
  const add = (name: string, value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) add(name, one);
    else if (typeof value === "object" && value !== null) for (const [key, one] of Object.entries(value)) add(`${name}[${key}]`, one);
    else if (value !== undefined) search.append(name, String(value));
  };
  for (const [name, value] of Object.entries(parameters)) add(name, value);
  return `/api/v1/${list}.${format}${search.size > 0 ? `?${search}` : ""}`;
}
