import { useCallback } from "react";
import { client } from "../../../api.tsx";
import { KindIcon } from "../../../ui/marks.tsx";
import type { Option } from "../../../ui/picker.tsx";

/** Finds designs for what is typed; before that those changed last. An empty choice takes the design off where there is one. */
export function useDesignOptions(chosen: string | null) {
  return useCallback(
    async (query: string, signal: AbortSignal): Promise<readonly Option[]> => {
      const { items } = await client.designs.list({ limit: 30, ...(query === "" ? {} : { q: query }) }, { signal });
      const found = items.map(({ id, key, title }) => ({ value: id, label: title, detail: key, mark: <KindIcon kind="design" /> }));
      return query === "" && chosen !== null ? [...found, { value: "", label: "No design" }] : found;
    },
    [chosen],
  );
}
