import { useEffect, useRef, useState } from "react";
import type { FeedbackRows } from "./feedback-rows.ts";

const REST_MS = 250;
const isNarrow = () => matchMedia("(max-width: 720px)").matches;

/**
 * Which item of the list is open. It is known by its key, so that rows that come and go do not open another; the index says where
 * to look when the key is not known yet. The address follows once the person rests.
 */
export function useOpened(rows: FeedbackRows, inAddress: string | undefined, toAddress: (key: string | undefined, push: boolean) => void) {
  const [place, setPlace] = useState<{ key: string | undefined; index: number }>({ key: inAddress, index: 0 });
  const [listed, setListed] = useState(rows.key);
  const [seen, setSeen] = useState(inAddress);
  const written = useRef(inAddress);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  // Back, forward and links to another item change the address from outside.
  if (inAddress !== seen) {
    setSeen(inAddress);
    if (inAddress !== undefined && inAddress !== written.current) setPlace({ key: inAddress, index: -1 });
  }
  // Another list starts at its top, once it is there; until then what was open stays.
  if (rows.key !== listed && !rows.isStale) {
    setListed(rows.key);
    setPlace({ key: inAddress, index: 0 });
  }

  const atIndex = rows.rowAt(place.index);
  // From now on it is known by its key: what is added above it must not push another into its place.
  if (place.key === undefined && atIndex !== undefined && rows.key === listed) setPlace({ key: atIndex.key, index: place.index });
  const key = place.key ?? atIndex?.key;
  const current = place.key === undefined || atIndex?.key === place.key ? place.index : (rows.placeOf(place.key) ?? -1);
  const row = current < 0 ? undefined : rows.rowAt(current);

  function write(next: string | undefined, { push = false, now = false, asked = false } = {}) {
    clearTimeout(timer.current);
    // A phone shows the item of the address instead of the list: there only a person puts one in.
    if (!asked && inAddress === undefined && isNarrow()) return;
    const tell = () => {
      written.current = next;
      toAddress(next, push);
    };
    if (now) tell();
    else timer.current = setTimeout(tell, REST_MS);
  }

  return {
    /** The key of the open item; undefined while the list is on its way, or empty. */
    key,
    /** Its row, where the list has it. */
    row,
    /** Where it stands in the list; -1 when it is not part of it. */
    current,
    moveTo(index: number) {
      const next = rows.rowAt(index)?.key;
      setPlace({ key: next, index });
      if (next !== undefined) write(next);
    },
    open(next: string, options: { push?: boolean } = {}) {
      setPlace({ key: next, index: rows.placeOf(next) ?? -1 });
      write(next, { ...options, now: true, asked: true });
    },
    /** The item after the open one, once some rows leave the list (`ids`) or were decided where they stand. */
    advance(ids: ReadonlySet<string>, leaving: boolean) {
      if (row === undefined || !ids.has(row.id)) return;
      const isLeft = (index: number) => {
        const other = rows.rowAt(index);
        return other !== undefined && ids.has(other.id);
      };
      let after = current + 1;
      while (after < rows.count && isLeft(after)) after += 1;
      let before = current - 1;
      while (before >= 0 && isLeft(before)) before -= 1;
      const to = after < rows.count ? after : leaving ? before : current;
      const next = rows.rowAt(to)?.key;
      setPlace({ key: next, index: leaving ? Math.min(current, to) : to });
      write(next, { now: inAddress !== undefined });
    },
  };
}
