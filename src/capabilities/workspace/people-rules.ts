/** First parts of addresses that are not a workspace's, today's and those that DESIGN.md and outside formats give a meaning. */
const RESERVED = new Set([
  ...["api", "assets", "batch", "capture", "clip", "e", "engage", "feed", "fonts", "healthz", "i", "icons", "intake", "invite"],
  ...["mcp", "metrics", "portal", "problems", "readyz", "s", "settings", "sign-in", "sign-out", "t", "v1", "welcome", "workspaces"],
]);
const SLUG_LENGTH = 40;

/** The part of an address that a name becomes: `Café Zürich` is `cafe-zurich`. What leaves nothing readable becomes `otherwise`. */
export function slugOf(name: string, otherwise: string): string {
  const slug = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f'’]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, SLUG_LENGTH)
    .replace(/^-+|-+$/g, "");
  if (slug === "") return otherwise;
  return RESERVED.has(slug) ? `${slug}-${otherwise}` : slug;
}
