/**
 * Where to go after coming in: where somebody was on their way to, else their workspace's feedback. The page is loaded anew, so that
 * nothing of whoever was here before is left in it.
 */
export function arrive({ workspace }: { workspace: string | null }, next?: unknown) {
  window.location.assign(placeWithin(next) ?? (workspace === null ? "/workspaces/new" : `/${workspace}/feedback`));
}

/** An address of this very site, or null: a link to sign in must not lead elsewhere afterwards. */
export function placeWithin(address: unknown): string | null {
  return typeof address === "string" && /^\/(?![/\\])/.test(address) ? address : null;
}
