import diff from "fast-diff";

/** A stretch of a text in UTF-16 code units, as browsers count: `text.slice(start, end)`. */
export type Span = { readonly start: number; readonly end: number };
/** Where a quote stands after an edit; "changed" when its words no longer stand as they were, or nobody can tell which ones they are. */
export type Anchoring =
  | { readonly status: "kept" | "moved"; readonly start: number; readonly end: number }
  | { readonly status: "changed" };
/** A run of text under the same spans; `spans` are places in the list given, ascending. */
export type Segment = Span & { readonly spans: readonly number[] };

/** What both texts have, at which place of each. */
type Common = { readonly before: number; readonly after: number; readonly length: number };

/** The work of a diff is bounded by the product of the two lengths; this much takes a fifth of a second at worst. */
const LARGEST_DIFF = 9_000_000;
/** Characters looked at on either side: to lay an edit on the border of a line, and to tell occurrences of the same words apart. */
const SURROUNDINGS = 200;
/** Searching for longer stretches costs too much in texts that repeat themselves. */
const LONGEST_SEARCHED = 4_000;
/** Where a text too large to compare by characters is cut first: behind lines and clauses, then behind words. */
const CUTS = [/(?<=[\n.,;!?。！？])/, /(?<=\s)/];
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}_]/u;

/**
 * Finds quotes again after their text was edited. A quote stays where the edit left it standing, whole, with the same word edges, and
 * told apart by what surrounds it from other occurrences of its words; failing that it moves when its words stand exactly once in both
 * texts. In every other case it is changed: never moved to another occurrence.
 *
 * @param spans  within `before`, not empty, not cutting a surrogate pair
 * @returns one outcome per span, in order; `after.slice(start, end)` equals the quoted words unless changed
 * @throws RangeError when a span is none of `before`
 */
export function reanchor(before: string, after: string, spans: readonly Span[]): Anchoring[] {
  for (const span of spans) checkSpan(before, span);
  if (before === after) return spans.map(({ start, end }) => ({ status: "kept", start, end }));
  const common = commonRuns(before, after);
  return spans.map((span) => {
    const start = startIn(common, before, after, span) ?? onlyOccurrence(before, after, span.start, span.end);
    if (start === undefined || !hasSameEdges(before, span, after, start)) return { status: "changed" };
    return { status: start === span.start ? "kept" : "moved", start, end: start + span.end - span.start };
  });
}

/**
 * Cuts a text for drawing highlights that may overlap: the runs cover it exactly once, in order, and neighbours differ in their spans.
 *
 * @throws RangeError when a span is none of the text
 */
export function segments(text: string, spans: readonly Span[]): Segment[] {
  const opening = new Map<number, number[]>();
  const closing = new Map<number, number[]>();
  spans.forEach((span, index) => {
    checkSpan(text, span);
    opening.set(span.start, [...(opening.get(span.start) ?? []), index]);
    closing.set(span.end, [...(closing.get(span.end) ?? []), index]);
  });
  const cuts = [...new Set([0, ...opening.keys(), ...closing.keys(), text.length])].sort((a, b) => a - b);
  const open = new Set<number>();
  const runs: Segment[] = [];
  cuts.slice(1).forEach((end, place) => {
    const start = cuts[place] ?? 0;
    for (const index of closing.get(start) ?? []) open.delete(index);
    for (const index of opening.get(start) ?? []) open.add(index);
    runs.push({ start, end, spans: [...open].sort((a, b) => a - b) });
  });
  return runs;
}

/**
 * A selection without the white space at its ends, and with whole characters: half a surrogate pair takes in the other half.
 *
 * @returns nothing when only white space was selected
 * @throws RangeError when the selection is reversed or reaches outside the text
 */
export function snapToWords(text: string, start: number, end: number): Span | undefined {
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end < start || end > text.length) {
    throw new RangeError("A selection lies within its text.");
  }
  const words = text.slice(start, end);
  const from = start + words.length - words.trimStart().length;
  const to = end - (words.length - words.trimEnd().length);
  if (from >= to) return undefined;
  return { start: cutsPair(text, from) ? from - 1 : from, end: cutsPair(text, to) ? to + 1 : to };
}

function checkSpan(text: string, { start, end }: Span): void {
  const inside = Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start < end && end <= text.length;
  if (!inside || cutsPair(text, start) || cutsPair(text, end)) {
    throw new RangeError(`A quote from ${start} to ${end} is no span of a text of ${text.length} characters.`);
  }
}

function cutsPair(text: string, at: number): boolean {
  return isBetween(text.charCodeAt(at - 1), 0xd800, 0xdbff) && isBetween(text.charCodeAt(at), 0xdc00, 0xdfff);
}

function isBetween(value: number, low: number, high: number): boolean {
  return low <= value && value <= high;
}

/** Where the span begins in `after` when an unedited run holds all of it, and no other place could be meant. */
function startIn(common: readonly Common[], before: string, after: string, { start, end }: Span): number | undefined {
  const run = common.find((each) => each.before <= start && end <= each.before + each.length);
  if (run === undefined) return undefined;
  const shift = run.after - run.before;
  let left = 0;
  while (left < SURROUNDINGS && start > left && before[start - left - 1] === after[start + shift - left - 1]) left += 1;
  let right = 0;
  while (right < SURROUNDINGS && end + right < before.length && before[end + right] === after[end + shift + right]) right += 1;
  if (left === SURROUNDINGS || right === SURROUNDINGS || left + end - start + right > LONGEST_SEARCHED) return start + shift;
  return onlyOccurrence(before, after, start - left, end + right) === undefined ? undefined : start + shift;
}

/** Where the words from start to end stand in `after`, when they stand once there and once in `before`. */
function onlyOccurrence(before: string, after: string, start: number, end: number): number | undefined {
  if (end - start > LONGEST_SEARCHED) return undefined;
  const words = before.slice(start, end);
  const place = after.indexOf(words);
  const isOnly =
    place !== -1 && after.indexOf(words, place + 1) === -1 && before.indexOf(words) === start && before.indexOf(words, start + 1) === -1;
  return isOnly ? place : undefined;
}

/** Whole characters, and an edge of a word is still one: "export" does not stand in "exporting". */
function hasSameEdges(before: string, span: Span, after: string, start: number): boolean {
  const end = start + span.end - span.start;
  if (cutsPair(after, start) || cutsPair(after, end)) return false;
  return insideWord(before, span.start) === insideWord(after, start) && insideWord(before, span.end) === insideWord(after, end);
}

function insideWord(text: string, at: number): boolean {
  const ahead = text.codePointAt(at);
  const behind = cutsPair(text, at - 1) ? text.codePointAt(at - 2) : text.codePointAt(at - 1);
  return at > 0 && isWordCharacter(behind) && isWordCharacter(ahead);
}

function isWordCharacter(codePoint: number | undefined): boolean {
  return codePoint !== undefined && WORD_CHARACTER.test(String.fromCodePoint(codePoint));
}

/**
 * By characters where that is affordable, else by clauses and words first and by characters within what changed; what is too large
 * even so counts as changed. Only the edited middle is compared, with some of its surroundings for the clean-up to lay the edits on.
 */
function commonRuns(before: string, after: string): Common[] {
  const [prefix, suffix] = commonEnds(before, after);
  const head = wholeCharacters(before, Math.max(0, prefix - SURROUNDINGS));
  const tail = before.length - wholeCharacters(before, before.length - Math.max(0, suffix - SURROUNDINGS));
  const middle = {
    atBefore: head,
    atAfter: head,
    before: before.slice(head, before.length - tail),
    after: after.slice(head, after.length - tail),
  };

  const runs: Common[] = [{ before: 0, after: 0, length: head }];
  let left = LARGEST_DIFF;
  for (const block of smallBlocks(middle, CUTS)) {
    if (block.before === block.after) runs.push({ before: block.atBefore, after: block.atAfter, length: block.before.length });
    else if (cost(block) <= left) {
      left -= cost(block);
      runs.push(...commonCharacters(block));
    }
  }
  runs.push({ before: before.length - tail, after: after.length - tail, length: tail });
  return merged(runs);
}

function cost(block: Block): number {
  return block.before.length * block.after.length;
}

function wholeCharacters(text: string, at: number): number {
  return cutsPair(text, at) ? at - 1 : at;
}

function commonEnds(a: string, b: string): [prefix: number, suffix: number] {
  const shorter = Math.min(a.length, b.length);
  let prefix = 0;
  while (prefix < shorter && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix += 1;
  let suffix = 0;
  while (suffix < shorter - prefix && a.charCodeAt(a.length - 1 - suffix) === b.charCodeAt(b.length - 1 - suffix)) suffix += 1;
  return [prefix, suffix];
}

/** With clean-up, an edit is laid on the borders of words and lines, where people make it. */
function commonCharacters(block: Block): Common[] {
  const runs: Common[] = [];
  let inBefore = block.atBefore;
  let inAfter = block.atAfter;
  for (const [operation, { length }] of diff(block.before, block.after, undefined, true)) {
    if (operation === diff.EQUAL) runs.push({ before: inBefore, after: inAfter, length });
    if (operation !== diff.INSERT) inBefore += length;
    if (operation !== diff.DELETE) inAfter += length;
  }
  return runs;
}

/** Neighbouring runs that touch in both texts are one, so that a quote over their border is found. */
function merged(runs: readonly Common[]): Common[] {
  const joined: Common[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    const touches = last && last.before + last.length === run.before && last.after + last.length === run.after;
    if (touches) joined[joined.length - 1] = { ...last, length: last.length + run.length };
    else joined.push(run);
  }
  return joined;
}

/** Two stretches that stand in each other's place, and where. */
type Block = { atBefore: number; atAfter: number; before: string; after: string };

function smallBlocks(block: Block, [cut, ...finer]: readonly RegExp[]): Block[] {
  if (block.before === block.after || cost(block) <= LARGEST_DIFF) return [block];
  return cut === undefined ? [] : alignedBy(cut, block).flatMap((part) => smallBlocks(part, finer));
}

/** The same stretches cut into units: blocks that are equal, and between them what replaced what. */
function alignedBy(cut: RegExp, block: Block): Block[] {
  const before = block.before.split(cut);
  const after = block.after.split(cut);
  if (before.length * after.length > LARGEST_DIFF) return [block];
  // Each distinct unit becomes one character outside the surrogates, so that the diff of characters is one of units.
  const characters = new Map<string, string>();
  const characterOf = (unit: string) => {
    const character = characters.get(unit) ?? String.fromCharCode(characters.size < 0xd800 ? characters.size : characters.size + 0x800);
    characters.set(unit, character);
    return character;
  };
  const blocks: Block[] = [];
  let open: Block = { ...block, before: "", after: "" };
  const close = () => {
    if (open.before !== "" || open.after !== "") blocks.push(open);
    open = { atBefore: open.atBefore + open.before.length, atAfter: open.atAfter + open.after.length, before: "", after: "" };
  };
  for (const [operation, { length }] of diff(before.map(characterOf).join(""), after.map(characterOf).join(""))) {
    if (operation === diff.EQUAL) close();
    if (operation !== diff.INSERT) open.before += before.splice(0, length).join("");
    if (operation !== diff.DELETE) open.after += after.splice(0, length).join("");
    if (operation === diff.EQUAL) close();
  }
  close();
  return blocks;
}
