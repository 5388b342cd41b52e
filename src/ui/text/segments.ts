/** A span over a text, in UTF-16 units, end excluded. Spans may overlap. */
export interface Span {
  id: string;
  start: number;
  end: number;
}
/** A stretch of text under the same spans; each span keeps one layer (0 nearest to the letters) over its whole length. */
export interface Segment<S extends Span> {
  start: number;
  end: number;
  spans: readonly { span: S; layer: number }[];
}

/** Gives each span the lowest layer that is free over its whole length: overlapping lines never touch, and as few as possible are needed. */
function layersOf<S extends Span>(spans: readonly S[]) {
  const ends: number[] = [];
  return spans
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .map((span) => {
      const free = ends.findIndex((end) => end <= span.start);
      const layer = free < 0 ? ends.length : free;
      ends[layer] = span.end;
      return { span, layer };
    });
}

/** Cuts a text of `length` units where any span begins or ends. Together the segments are the whole text; spans outside of it are clipped. */
export function segmentsOf<S extends Span>(length: number, spans: readonly S[]): Segment<S>[] {
  const inside = spans
    .map((span) => ({ ...span, start: Math.max(0, Math.min(length, span.start)), end: Math.max(0, Math.min(length, span.end)) }))
    .filter((span) => span.start < span.end);
  const layered = layersOf(inside);
  const cuts = [...new Set([0, length, ...inside.flatMap((span) => [span.start, span.end])])].toSorted((a, b) => a - b);
  return cuts.slice(0, -1).map((start, index) => {
    const end = cuts[index + 1] ?? length;
    return { start, end, spans: layered.filter(({ span }) => span.start < end && span.end > start) };
  });
}

const sentences = new Intl.Segmenter("en", { granularity: "sentence" });
/** The sentence after `from` (or before it), without the blanks around it; undefined at the end of the text. */
export function sentenceAt(text: string, from: number, direction: 1 | -1): { start: number; end: number } | undefined {
  const all = [...sentences.segment(text)]
    .map(({ segment, index }) => ({ start: index + (segment.length - segment.trimStart().length), end: index + segment.trimEnd().length }))
    .filter(({ start, end }) => start < end);
  return direction === 1 ? all.find(({ start }) => start >= from) : all.findLast(({ start }) => start < from);
}
