import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { client, onceKey, reverse } from "../../../api.tsx";
import { didChange, notifyError } from "../../../ui/undo.tsx";
import { RENEWS } from "../../needs/pages/renews.ts";
import type { FeaturePlace } from "../schema.ts";

/** What a move in the order says: whom it displaced. */
const sentence = (key: string, displaced: { key: string; title: string } | null, up: boolean) =>
  displaced === null ? `${key} stays where it is` : `${key} moved ${up ? "above" : "below"} ${displaced.key} “${displaced.title}”`;

/**
 * Moves features in the order, one after the other as they were asked. The list is fetched again only when all are done, so that a row that
 * is on its way does not jump back meanwhile.
 */
export function useRanking() {
  const queries = useQueryClient();
  const queue = useRef<Promise<void>>(Promise.resolve());
  const waiting = useRef(0);
  const renew = () => Promise.all(RENEWS.map((queryKey) => queries.invalidateQueries({ queryKey })));

  async function rank(id: string, place: FeaturePlace, up: boolean): Promise<void> {
    const changes: string[] = [];
    try {
      const context = { onChange: (change: string) => changes.push(change), idempotencyKey: onceKey() };
      const { key, displaced } = await client.features.rank({ params: { id }, body: place }, { context });
      if (changes.length > 0 && displaced !== null) didChange({ message: sentence(key, displaced, up), undo: reverse(changes, renew) });
    } catch (error) {
      notifyError(error);
    } finally {
      waiting.current -= 1;
      if (waiting.current === 0) void renew();
    }
  }

  return (id: string, place: FeaturePlace, up: boolean) => {
    waiting.current += 1;
    void queries.cancelQueries({ queryKey: ["feature-rows"] });
    queue.current = queue.current.then(() => rank(id, place, up));
  };
}
