/** Something the person who runs this installation has to mend, said in one sentence; printed without a stack. */
export class OperatorError extends Error {
  override name = "OperatorError";
}

/** The sentence to print for whatever ended the process; a defect keeps its stack. */
export function sentenceOf(error: unknown): string {
  if (error instanceof OperatorError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The `code` of a Node.js or PostgreSQL error, if it has one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
