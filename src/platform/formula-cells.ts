/** What a spreadsheet may read as the beginning of a formula, in its wide forms too; and what is skipped before one. */
const FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const DISARMED = /^'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * A text as a cell that no spreadsheet evaluates: an apostrophe goes before what begins like a formula. One that stood there already
 * gets a second, so that `rearmed` gives back every text as it was.
 */
export const disarmed = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** The text of a cell that an export, ours or another's, disarmed. */
export const rearmed = (cell: string): string => (DISARMED.test(cell) ? cell.slice(1) : cell);
