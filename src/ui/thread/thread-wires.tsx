import { useLayoutEffect, useRef, useState } from "react";
import type { Kind } from "../kinds.ts";
import type { ThreadLink } from "./reach.ts";

const SPREAD = 9;

interface Box {
  left: number;
  right: number;
  top: number;
  middle: number;
  height: number;
}
interface Wire {
  link: ThreadLink;
  path: string;
}

/** Where each link leaves and arrives: fanned out around the middle of the card in the order of the other ends, so that curves do not cross at a card. */
function fan(links: readonly ThreadLink[], boxes: ReadonlyMap<string, Box>, at: "from" | "to") {
  const other = at === "from" ? "to" : "from";
  const fans = new Map<string, ThreadLink[]>();
  for (const link of links) fans.set(link[at], [...(fans.get(link[at]) ?? []), link]);
  const heights = new Map<ThreadLink, number>();
  for (const [card, some] of fans) {
    const box = boxes.get(card);
    if (!box) continue;
    const gap = Math.min(SPREAD, (box.height - 16) / Math.max(1, some.length - 1));
    const sorted = some.toSorted((a, b) => (boxes.get(a[other])?.middle ?? 0) - (boxes.get(b[other])?.middle ?? 0));
    for (const [index, link] of sorted.entries()) heights.set(link, box.middle + (index - (sorted.length - 1) / 2) * gap);
  }
  return heights;
}

function wiresOf(root: HTMLElement, links: readonly ThreadLink[]): Wire[] {
  const origin = root.getBoundingClientRect();
  const boxes = new Map<string, Box>();
  for (const element of root.querySelectorAll<HTMLElement>("[data-card]")) {
    const { left, right, top, height } = element.getBoundingClientRect();
    boxes.set(element.dataset.card ?? "", {
      left: left - origin.left,
      right: right - origin.left,
      top: top - origin.top,
      middle: top - origin.top + height / 2,
      height,
    });
  }
  const drawn = links.filter((link) => boxes.has(link.from) && boxes.has(link.to));
  const leaves = fan(drawn, boxes, "from");
  const arrives = fan(drawn, boxes, "to");
  return drawn.map((link) => {
    const x1 = boxes.get(link.from)?.right ?? 0;
    const x2 = boxes.get(link.to)?.left ?? 0;
    const y1 = leaves.get(link) ?? 0;
    const y2 = arrives.get(link) ?? 0;
    const bend = Math.min(90, (x2 - x1) / 2);
    return { link, path: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` };
  });
}

/** The curves behind the cards of the element they stand in, measured from where the cards stand and measured again when any of them changes size. */
export function ThreadWires({
  links,
  kindOf,
  lit,
}: {
  links: readonly ThreadLink[];
  kindOf: ReadonlyMap<string, Kind>;
  /** The cards on the way through the selected one; undefined lights everything. */
  lit: ReadonlySet<string> | undefined;
}) {
  const svg = useRef<SVGSVGElement>(null);
  const [wires, setWires] = useState<readonly Wire[]>([]);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    // A parent's own ref is set only after this effect; the parent itself is there.
    const element = svg.current?.parentElement;
    if (!element) return;
    const measure = () => {
      setSize({ width: element.scrollWidth, height: element.scrollHeight });
      setWires(wiresOf(element, links));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const card of element.querySelectorAll("[data-card]")) observer.observe(card);
    measure();
    void document.fonts.ready.then(measure);
    return () => observer.disconnect();
  }, [links]);
  const isLit = ({ link }: Wire) => lit === undefined || (lit.has(link.from) && lit.has(link.to));
  return (
    <svg ref={svg} className="thread-wires" width={size.width} height={size.height} aria-hidden>
      {/* Lit curves come last, so that they lie over the quiet ones. */}
      {wires
        .toSorted((a, b) => Number(isLit(a)) - Number(isLit(b)))
        .map((wire) => (
          <path
            key={`${wire.link.from} ${wire.link.to}`}
            d={wire.path}
            data-kind={kindOf.get(wire.link.from)}
            data-lit={isLit(wire) || undefined}
            data-missing={wire.link.isMissing || undefined}
            strokeWidth={isLit(wire) ? 1 + wire.link.strength * 0.55 : 1.1}
          />
        ))}
    </svg>
  );
}
