/** What stands where a person's words stood. Counts and coverage rest on the record, which stays. */
export const ERASED_TEXT = "[erased]";
export const ERASED_NAME = "Erased person";
/** Inside other texts each character of a name or address gives way to this one, so that the places of quotes stay right. */
export const ERASED_CHARACTER = "█";

/**
 * What becomes of rows that hang on an erased person's contact and feedback, by table. Rows of a table that is not named here go: a new one
 * may hold anything of them.
 */
export const HANGING_ON: Readonly<Record<string, "stays" | "blanked" | "goes">> = {
  accounts: "stays",
  contacts: "blanked",
  feedback: "blanked",
  needs: "stays",
  features: "stays",
  designs: "stays",
  studies: "stays",
  design_reviews: "stays",
  metrics: "stays",
  readings: "stays",
  key_results: "stays",
  objectives: "stays",
  milestones: "stays",
  segments: "stays",
  messages: "stays",
  launches: "stays",
  assets: "stays",
  // A line that rests on their words holds them, and how they were called.
  claims: "goes",
  // That somebody was told says that they asked.
  tellings: "goes",
  personas: "stays",
  findings: "stays",
  competitors: "stays",
  capabilities: "stays",
  capability_stands: "stays",
  deals: "stays",
  customer_stories: "blanked",
  feasibilities: "stays",
  feasibility_efforts: "stays",
  tech_notes: "stays",
  work_items: "stays",
  recommendations: "stays",
  decisions: "stays",
  decision_deciders: "stays",
  decision_dissents: "stays",
  demands: "stays",
  search: "blanked",
  links: "stays",
  record_labels: "stays",
  quotes: "blanked",
  comments: "blanked",
  notifications: "blanked",
  // A picture may show anything of them; its content goes with its last file.
  files: "goes",
  file_pins: "stays",
  // What was sent holds them as it came.
  intake_deliveries: "goes",
  check_waivers: "stays",
  share_links: "stays",
  // The number of a ticket elsewhere leads to the person as well as their name does.
  record_sources: "goes",
  field_values: "goes",
};

/** Tables whose texts are not looked through for a name: those of the workspace's own people, and what is emptied in another way. */
export const NOT_SWEPT: readonly string[] = [
  "members",
  "activities",
  "change_rows",
  "import_changes",
  "idempotency_keys",
  "search",
  "search_vocabulary",
];

/** Columns that name others: a person's single words are not looked for in them, since a namesake's are the same. */
export const NAMING_OTHERS: Readonly<Record<string, readonly string[]>> = {
  accounts: ["name", "domain"],
  contacts: ["name", "email"],
  feedback: ["author_name", "author_email"],
};

/** A name that also is a word would blank half the workspace: only one of two words or more is looked for in other texts. */
export const isTelling = (name: string): boolean => name.length >= 5 && /\S\s+\S/.test(name);

/** A regular expression of PostgreSQL that finds a name or address as a whole; where a sentence ends right after it, too. */
export function patternOf(identity: string): string {
  const literal = identity.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return `(?<![[:alnum:]_.+-])${literal}(?![[:alnum:]_-])`;
}
