import { contract } from "virtual:contract";
import { createTanstackQueryUtils } from "@orpc/tanstack-query";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type CallContext, createClient } from "./client.ts";
import { didChange, notifyError, type Reverse } from "./ui/undo.tsx";

/** Addresses that are not a workspace's. */
const OUTSIDE = new Set(["", "welcome", "sign-in", "invite", "workspaces"]);
/** The capture page is outside of the frame, and names its workspace after its own name. */
const CLIP = "clip";
/** The workspace in the address; the server takes it from the header, so that every call of a page is in the page's workspace. */
function workspaceInAddress() {
  const [, first = "", second = ""] = window.location.pathname.split("/");
  return first === CLIP ? second : first;
}

let changedAt = 0;
/** Whether this page itself changed something in the last two seconds: what is then told live of its person is known here already. */
export const changedHere = () => Date.now() - changedAt < 2000;

/** The typed client of this page. */
export const client = createClient({
  contract,
  fetch: async (request) => {
    const answer = await globalThis.fetch(request);
    if (request.method !== "GET") changedAt = Date.now();
    return answer;
  },
  url: `${window.location.origin}/api/v1`,
  headers: (): Record<string, string> => {
    const slug = workspaceInAddress();
    return OUTSIDE.has(slug) ? {} : { "x-workspace": decodeURIComponent(slug) };
  },
});

/** The same as queries and mutations: `api.needs.list.queryOptions({ input })`, keys by `api.needs.key()`. */
export const api = createTanstackQueryUtils(client);

/** How long a page's own answer stays fresh; live messages renew it sooner. */
export const FRESH_MS = 30_000;

type Options<Input, Output> = {
  /** What the toast says once it is done: "Declined FB-9". Null says nothing. */
  said: (output: Output, input: Input) => string | null;
  /** Query keys to fetch again; everything of this workspace when left out. */
  renews?: readonly (readonly unknown[])[];
  onSuccess?: (output: Output, input: Input) => void;
  /** Told instead of the error toast: a form shows its issues itself. */
  onError?: (error: Error, input: Input) => void;
};

/**
 * A change of records: calls the route, says what was done with an Undo in the toast and on ⌘Z (where the server keeps the change),
 * and fetches again what it touched.
 *
 * ```tsx
 * const decline = useChange(client.feedback.decline, { said: () => "Declined FB-9" });
 * decline.mutate({ params: { id }, headers: ifMatch(item), body: { reason } });
 * ```
 */
export function useChange<Input, Output>(
  call: (input: Input, options: { context: CallContext }) => Promise<Output>,
  options: Options<Input, Output>,
) {
  const queries = useQueryClient();
  const renew = () => {
    if (!options.renews) return queries.invalidateQueries();
    return Promise.all(options.renews.map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
  return useMutation({
    mutationFn: async (input: Input) => {
      let change: string | undefined;
      const output = await call(input, { context: { onChange: (id) => (change = id), idempotencyKey: onceKey() } });
      return { output, change };
    },
    onSuccess: ({ output, change }, input) => {
      const message = options.said(output, input);
      if (message !== null && change !== undefined) didChange({ message, undo: reverse([change], renew) });
      options.onSuccess?.(output, input);
    },
    onError: (error, input) => {
      if (options.onError) options.onError(error, input);
      else notifyError(error);
    },
    onSettled: renew,
  });
}

/** What makes a repeated request one. Not `randomUUID`, which browsers keep from pages that came over plain HTTP. */
export const onceKey = () => [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");

/** Puts changes back, the last one first. Undoing is a change too, so undoing it again brings them forth again. */
export function reverse(changes: readonly string[], renew: () => Promise<unknown>): Reverse {
  return async () => {
    const again: string[] = [];
    try {
      for (const id of changes.toReversed()) await client.changes.undo({ id }, { context: { onChange: (change) => again.push(change) } });
    } finally {
      await renew();
    }
    return again.length === 0 ? undefined : reverse(again, renew);
  };
}
