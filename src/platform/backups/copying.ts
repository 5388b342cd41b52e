import { once } from "node:events";
import pg from "pg";
import { type CatalogTable, quoted } from "./catalog.ts";

/** What pg's own connection can do and its types do not say. */
type CopyConnection = pg.Connection & {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
};

/** Rows are gathered into pieces of this size. */
const PIECE_BYTES = 64 * 1024;
/** With so much waiting to be taken, the database is asked to wait. */
const WAITING_BYTES = 1024 * 1024;

/** A COPY TO STDOUT whose rows wait here until they are taken. */
class Outgoing extends pg.Query {
  waiting: Buffer[] = [];
  bytes = 0;
  /** Called when there is something to take. */
  onPiece = () => {};
  #piece = Buffer.allocUnsafe(PIECE_BYTES);
  #filled = 0;

  handleCopyData({ chunk }: { chunk: Buffer }, connection: pg.Connection): void {
    // The bytes are in the connection's buffer, which it uses again.
    if (this.#filled + chunk.length > PIECE_BYTES) this.flush();
    if (chunk.length > PIECE_BYTES) this.#add(Buffer.from(chunk));
    else this.#filled += chunk.copy(this.#piece, this.#filled);
    if (this.bytes > WAITING_BYTES) connection.stream.pause();
  }

  flush(): void {
    if (this.#filled === 0) return;
    this.#add(this.#piece.subarray(0, this.#filled));
    this.#piece = Buffer.allocUnsafe(PIECE_BYTES);
    this.#filled = 0;
  }

  #add(piece: Buffer): void {
    this.waiting.push(piece);
    this.bytes += piece.length;
    this.onPiece();
  }
}

/** What a `COPY … TO STDOUT` gives, in flat memory. Whoever stops taking it early ends the connection. */
export async function* copyOut(client: pg.Client, text: string): AsyncGenerator<Buffer, void> {
  const query = new Outgoing(text);
  let ended = false;
  let failure: unknown;
  const wake: (() => void)[] = [];
  const woken = () => {
    for (const resume of wake.splice(0)) resume();
  };
  query.onPiece = woken;
  query.on("end", () => {
    query.flush();
    ended = true;
    woken();
  });
  query.on("error", (error: Error) => {
    failure = error;
    ended = true;
    woken();
  });
  client.query(query);
  try {
    while (!ended || query.waiting.length > 0) {
      if (query.waiting.length === 0) await new Promise<void>((resolve) => wake.push(resolve));
      const pieces = query.waiting.splice(0);
      query.bytes = 0;
      client.connection.stream.resume();
      yield* pieces;
    }
    if (failure !== undefined) throw failure;
  } finally {
    if (!ended) client.connection.stream.destroy();
  }
}

/** A COPY FROM STDIN that is fed as fast as the database takes it. */
class Incoming extends pg.Query {
  source: AsyncIterable<Buffer> = noRows();
  /** What the source threw; the database only hears that there will be no more. */
  failure: unknown;

  handleCopyInResponse(connection: CopyConnection): void {
    void this.#feed(connection);
  }

  async #feed(connection: CopyConnection): Promise<void> {
    const over = new AbortController();
    this.once("error", () => over.abort());
    try {
      for await (const piece of this.source) {
        if (over.signal.aborted) return;
        connection.sendCopyFromChunk(piece);
        if (connection.stream.writableNeedDrain) await once(connection.stream, "drain", { signal: over.signal });
      }
      if (!over.signal.aborted) connection.endCopyFrom();
    } catch (error) {
      if (over.signal.aborted) return;
      this.failure = error;
      connection.sendCopyFail("the source ended early");
    }
  }
}

/** Feeds a `COPY … FROM STDIN`. @throws what the source throws, or what the database says of a row */
export async function copyIn(client: pg.Client, text: string, source: AsyncIterable<Buffer>): Promise<void> {
  const query = new Incoming(text);
  query.source = source;
  const done = new Promise<void>((resolve, reject) => {
    query.on("end", () => resolve());
    query.on("error", (error: Error) => reject(query.failure ?? error));
  });
  client.query(query);
  await done;
}

async function* noRows(): AsyncGenerator<Buffer, void> {}

/** The same values are the same bytes, whatever the server is used to. */
export const readingSettings =
  "set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres'; set local extra_float_digits = 1; set local bytea_output = 'hex'; set local client_encoding = 'UTF8'";

/** Its rows by their primary key, so that the same rows are the same bytes. */
export function copyText(client: pg.ClientBase, table: Pick<CatalogTable, "schema" | "name" | "columns" | "key">): string {
  const columns = table.columns.map((column) => `t.${client.escapeIdentifier(column)}`).join(", ");
  const order = table.key.length > 0 ? ` order by ${table.key.join(", ")}` : "";
  return `copy (select ${columns} from ${quoted(client, table)} t${order}) to stdout`;
}
