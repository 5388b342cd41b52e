/** The colours a label can have; what each looks like in light and dark is the theme's. */
export const LABEL_COLOURS = ["grey", "red", "orange", "yellow", "green", "teal", "blue", "purple", "pink"] as const;
export type LabelColour = (typeof LABEL_COLOURS)[number];

/** The colour of the n-th label when nobody chose one: neighbours differ. */
export const colourFor = (place: number): LabelColour => LABEL_COLOURS[1 + (place % (LABEL_COLOURS.length - 1))] ?? "grey";

/** Somebody spoken to in a comment: `@[Name](member:<uuid>)`. */
const MENTION = /@\[([^\]\n]{1,200})\]\(member:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\)/gi;

/** How a mention is written in a comment's Markdown. */
export const mentionOf = (member: { id: string; name: string }): string =>
  `@[${member.name.replace(/[[\]\n]/g, " ")}](member:${member.id})`;

/** The ids of the members whom a comment mentions, each once, in order. */
export function mentionsIn(body: string): string[] {
  return [...new Set([...body.matchAll(MENTION)].flatMap(([, , id]) => (id ? [id.toLowerCase()] : [])))];
}

/** A comment with its mentions in bold, for the Markdown renderer. */
export const mentionsInBold = (body: string): string => body.replace(MENTION, (_, name: string) => `**@${name.replace(/[*_`]/g, "")}**`);

export type Mentioned = { id: string; name: string };

/** A comment as its author types it, with plain `@Name`, and who is meant by the names. */
export function typedComment(body: string): { text: string; mentioned: Mentioned[] } {
  const mentioned = [...body.matchAll(MENTION)].flatMap(([, name, id]) => (name && id ? [{ id: id.toLowerCase(), name }] : []));
  return { text: body.replace(MENTION, "@$1"), mentioned };
}

/** What was typed as the comment that is sent: each `@Name` of somebody chosen becomes a mention, the longest names first. */
export function writtenComment(text: string, mentioned: readonly Mentioned[]): string {
  const chosen = mentioned.toSorted((a, b) => b.name.length - a.name.length);
  if (chosen.length === 0) return text;
  const names = new RegExp(
    `(?<![\\p{L}\\p{N}])@(${chosen.map(({ name }) => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|")})(?![\\p{L}\\p{N}])`,
    "gu",
  );
  return text.replace(names, (whole, name: string) => {
    const member = chosen.find((one) => one.name === name);
    return member ? mentionOf(member) : whole;
  });
}

const EXCERPT_LENGTH = 160;
/** The first words of a text without its Markdown, for a list. */
export function excerptOf(body: string): string {
  const plain = body
    .replace(MENTION, "@$1")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^\s{0,3}(#{1,6}|>|[-*+]|\d+\.)\s+/gm, "")
    .replace(/[*`~]{1,3}([^*`~\n]+)[*`~]{1,3}/g, "$1")
    .replace(/(?<![\p{L}\p{N}])_{1,2}([^_\n]+)_{1,2}(?![\p{L}\p{N}])/gu, "$1")
    .replace(/\s+/g, " ")
    .trim();
  return plain.length <= EXCERPT_LENGTH ? plain : `${plain.slice(0, EXCERPT_LENGTH - 1).replace(/\s+\S*$/, "")}…`;
}

/** What an edit changed, in the form in which the trail tells it. */
export function differences<Row extends object>(before: Row, after: Row, names: readonly (keyof Row & string)[]) {
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, { before: before[name], after: after[name] }]),
  );
}
