/** A link of the drawing, from the card on the left to the one on the right. */
export interface ThreadLink {
  from: string;
  to: string;
  /** 0 to 3, told by the thickness of the curve. */
  strength: number;
  /** Leads to a card that is not there yet. */
  isMissing?: boolean;
}

/** Every card on a way through `start`: all it comes from and all it leads to, but not the other things those lead to. */
export function reachOf(links: readonly ThreadLink[], start: string): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const [here, there] of [
    ["from", "to"],
    ["to", "from"],
  ] as const) {
    const waiting = [start];
    const seen = new Set(waiting);
    for (let card = waiting.pop(); card !== undefined; card = waiting.pop()) {
      for (const link of links) {
        if (link[here] !== card || seen.has(link[there])) continue;
        seen.add(link[there]);
        reached.add(link[there]);
        waiting.push(link[there]);
      }
    }
  }
  return reached;
}

/** The card that → or ← leads to: over the strongest link, the first of equals. */
export function alongLink(links: readonly ThreadLink[], card: string, direction: "forward" | "back"): string | undefined {
  const [here, there] = direction === "forward" ? (["from", "to"] as const) : (["to", "from"] as const);
  const [best] = links.filter((link) => link[here] === card).toSorted((a, b) => b.strength - a.strength);
  return best?.[there];
}
