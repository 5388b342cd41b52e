import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { onceKey, reverse } from "../../../api.tsx";
import type { CallContext } from "../../../client.ts";
import { didChange, notifyError } from "../../../ui/undo.tsx";

type Call = (options: { context: CallContext }) => Promise<unknown>;

/**
 * Makes several changes as one: one toast, one undo. Stops at the first that is refused, tells it, and what was made until then
 * can still be undone. Answers whether all were made.
 */
export function useManyChanges(renews: readonly (readonly unknown[])[]) {
  const queries = useQueryClient();
  return useMemo(() => {
    const renew = () => Promise.all(renews.map((queryKey) => queries.invalidateQueries({ queryKey })));
    return async (calls: readonly Call[], said: (made: number) => string): Promise<boolean> => {
      const changes: string[] = [];
      let made = 0;
      try {
        for (const call of calls) {
          await call({ context: { onChange: (id) => changes.push(id), idempotencyKey: onceKey() } });
          made += 1;
        }
        return true;
      } catch (error) {
        notifyError(error);
        return false;
      } finally {
        if (changes.length > 0) didChange({ message: said(made), undo: reverse(changes, renew) });
        void renew();
      }
    };
  }, [queries, renews]);
}
