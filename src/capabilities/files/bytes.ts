import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../../platform/database.ts";
import { notFound } from "../../platform/refusal.ts";
import { fileContents } from "./schema.ts";

const PIECE = 1_000_000;
type Where = { database: Pick<Database, "read">; workspaceId: string; sha256: string };

/** A content piece by piece, so that memory stays flat. What a digest names never changes, so the pieces belong together. */
export function bytesOf({ database, workspaceId, sha256 }: Where): ReadableStream<Uint8Array> {
  let from = 1;
  return new ReadableStream({
    async pull(controller) {
      const piece = await database.read(workspaceId, async (db) => {
        const [found] = await db
          .select({ part: sql<Buffer>`substring(${fileContents.bytes} from ${from}::int for ${PIECE}::int)` })
          .from(fileContents)
          .where(of(workspaceId, sha256));
        return found?.part;
      });
      if (!piece) throw new Error("A file's content went while it was read.");
      if (piece.length > 0) controller.enqueue(new Uint8Array(piece));
      from += PIECE;
      if (piece.length < PIECE) controller.close();
    },
  });
}

/** The small picture of a content. @throws Refusal 404 when it is no picture */
export async function thumbnailOf({ database, workspaceId, sha256 }: Where): Promise<Buffer> {
  const [found] = await database.read(workspaceId, (db) =>
    db.select({ thumbnail: fileContents.thumbnail }).from(fileContents).where(of(workspaceId, sha256)),
  );
  if (!found?.thumbnail) throw notFound("picture");
  return found.thumbnail;
}

const of = (workspaceId: string, sha256: string) => and(eq(fileContents.workspaceId, workspaceId), eq(fileContents.sha256, sha256));
