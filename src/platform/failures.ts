import pg from "pg";
import { Refusal } from "./refusal.ts";

const again = { retryAfterSeconds: 1 };

/** The database's own refusals in words for people. What is not known here is a defect and stays as it is. */
export function translated(error: unknown): unknown {
  const cause = rootOf(error);
  if (!(cause instanceof pg.DatabaseError)) {
    if (
      cause instanceof Error &&
      /timeout exceeded when trying to connect|Connection terminated|ECONNREFUSED|ENOENT|ECONNRESET/.test(cause.message)
    )
      return new Refusal(503, "DATABASE_AWAY", "The database does not answer. Try again in a moment.", again);
    return error;
  }
  switch (cause.code) {
    case "23505":
      return new Refusal(409, "ALREADY_THERE", "There is one like it already.", { constraint: cause.constraint });
    case "23503":
      return new Refusal(422, "UNKNOWN_REFERENCE", "It refers to something that is not in this workspace, or is still referred to.", {
        constraint: cause.constraint,
      });
    case "23514":
    case "22001":
    case "22003":
      return new Refusal(422, "INVALID", "A value is out of range.", { constraint: cause.constraint });
    case "22021":
    case "22P05":
      return new Refusal(422, "INVALID", "Text may not hold a NUL character.");
    case "TL001":
      return new Refusal(409, "CHANGED_SINCE", "Somebody changed this since, so it was not undone.", { what: cause.detail });
    case "40001":
    case "40P01":
      return new Refusal(503, "BUSY", "Two changes met. Try again.", again);
    case "57014":
      return new Refusal(503, "TOO_SLOW", "This took too long and was stopped. Nothing was changed.", again);
    case "53100":
      return new Refusal(507, "DISK_FULL", "The disk is full. Nothing was changed.");
    case "53300":
    case "57P01":
    case "57P02":
    case "57P03":
    case "08006":
      return new Refusal(503, "DATABASE_AWAY", "The database does not answer. Try again in a moment.", again);
    default:
      return error;
  }
}

/** Drizzle wraps what PostgreSQL said. */
export function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? rootOf(error.cause) : error;
}
