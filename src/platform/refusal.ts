import { ORPCError } from "@orpc/server";

/**
 * A request we understood and declined: a status, a stable code, a sentence for the person, details for the page.
 * `procedure.ts` and `api.ts` turn it into a problem document.
 */
export class Refusal extends ORPCError<string, Record<string, unknown>> {
  constructor(status: number, code: string, sentence: string, details: Record<string, unknown> = {}) {
    super(code, { status, message: sentence, data: details });
  }
}

export const notFound = (what: string) => new Refusal(404, "NOT_FOUND", `There is no such ${what} in this workspace.`);

/** One field is wrong, in the form in which validation names fields too. */
export const invalid = (path: string, message: string) =>
  new Refusal(422, "INVALID", "Some of what was sent is not valid.", { issues: [{ path, message }] });
