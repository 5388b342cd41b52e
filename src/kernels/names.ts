// What of a person's name and address gives them away by itself. Shared by whatever hides people and whatever erases them.

/** Words of names that name nobody. */
const NOBODY = new Set(
  "ag bv co corp company gmbh group holding inc incorporated kg llc llp limited ltd nv plc pte pty sa sarl se sl srl the and und der die das of for de la el van von mr mrs ms dr prof".split(
    " ",
  ),
);

/** First names and surnames that are English words as well: where a sentence begins they may be either. */
const ALSO_WORDS = new Set(
  `amber april art august autumn bill black bishop brown case chance chase christian christmas clay cliff cook count dale dawn day dean drew
  duke earnest eve faith field fields fisher ford frank gene glen good grace grant gray green guy hall harmony hill holly hope hunter ivy jack
  jade jasmine jewel john joy june king lane law lily long love major mark may mercy miles mason miller moss olive page park parks pat patience
  pearl penny peg pierce pope price rain ray reed rich rob robin rock rose rosemary ruby sage sally sandy short skip small smith sterling
  stone sue summer taylor trinity turner victor violet wade walker ward waters wells west white will willow winter wood woods young`.split(
    /\s+/,
  ),
);

/** Boxes that are a post's or a team's, not a person's. */
const ROLES = new Set(
  `account accounting accounts admin administrator api app apps billing board bot careers ceo cfo client clients contact contacts cto customer
  customers data default demo design desk dev developer developers engineering events export feedback finance front growth hello help helpdesk
  hiring hostmaster import info inquiries intake invoice invoices it jobs legal list mail mailbox main management manager marketing media
  member members need needs news newsletter noreply office operations ops order orders owner partner partners payments payroll people
  portal post postmaster press privacy product products project projects purchasing quality reception report reports research reviewer root
  sales secretary security service services shop staff store support sysadmin system team teams test tester testing user users web
  webmaster work`.split(/\s+/),
);

const NAME_BREAK = /[\s,.;:/()&"“”]+/u;
const SHORTEST = 3;

/** The single words of a name that tell who it is: "Zoë", "Müller" of "Dr. Zoë Müller". As they are written; three letters at least. */
export function partsOfName(name: string): string[] {
  const words = name.normalize("NFC").trim().split(NAME_BREAK);
  return [...new Set(words.filter((word) => word.length >= SHORTEST && /^\p{L}/u.test(word) && !NOBODY.has(word.toLowerCase())))];
}

/** Whether a part of a name is a word of its own: "Mark", "Will". */
export const isAlsoAWord = (part: string): boolean => ALSO_WORDS.has(part.toLowerCase());

/**
 * What stands before the @ of somebody's address, when it is theirs and not a post's: what they are called where people are called by a
 * handle. Null for "info@…".
 */
export function handleOf(email: string): string | null {
  const [local = ""] = email.normalize("NFC").trim().toLowerCase().split("@");
  const [person = ""] = local.split("+");
  return person.length < SHORTEST || /^\d+$/.test(person) || ROLES.has(person) ? null : person;
}

/**
 * Whether a handle is nobody's word: it has digits or breaks in it, or a longer part of the name inside. "zoe.m", "zmueller7" and "zquartermain"
 * are; "zebby" may be, and is only looked for where it is written like a name or behind an @.
 */
export function isUnmistakable(handle: string, name: string): boolean {
  if (/\d|\p{L}[._-]\p{L}/u.test(handle)) return true;
  return partsOfName(name).some((part) => part.length > SHORTEST && handle.length > part.length && handle.includes(part.toLowerCase()));
}
