import { CsvProblem } from "./csv.ts";

/** One object of a file of JSON. */
export type JsonRecord = { line: number; value: Readonly<Record<string, unknown>> };

const MOST_DEPTH = 32;
const LARGEST_RECORD = 4_000_000;
const SAMPLE = 64 * 1024;
/** Where the lists lie that APIs answer, whatever stands before them. */
const WRAPPED =
  /^\s*\{(?:[^[\]{}"]|"(?:[^"\\]|\\.)*")*"(?:posts|issues|items|data|results|suggestions|records|values|entries|nodes)"\s*:\s*\[/;

/**
 * The objects of a file of JSON, one at a time in flat memory: an array of them, one after the other (JSON lines), or the pages of an API
 * with the list inside.
 * @param whole false for the beginning of a file, which ends anywhere
 * @throws CsvProblem naming the line
 */
export async function* jsonRecords(stream: AsyncIterable<Uint8Array>, whole = true): AsyncGenerator<JsonRecord, void> {
  const scan = scanner();
  let waiting = "";
  for await (const text of textOf(stream)) {
    if (!scan.hasPlace()) {
      waiting += text;
      if (waiting.length < SAMPLE) continue;
      scan.place(waiting);
      yield* scan.read(waiting);
      waiting = "";
    } else yield* scan.read(text);
  }
  if (!scan.hasPlace()) {
    scan.place(waiting);
    yield* scan.read(waiting);
  }
  if (whole) scan.end();
}

async function* textOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  try {
    for await (const piece of stream) {
      const text = decoder.decode(piece, { stream: true });
      line += text.split("\n").length - 1;
      yield text;
    }
  } catch (error) {
    if (error instanceof TypeError) throw new CsvProblem(line, `After line ${line} the file is not valid UTF-8. JSON is UTF-8.`);
    throw error;
  }
}

/** Cuts JSON into the objects at one place of its nesting, told by the brackets that are open there. */
function scanner() {
  let place: string | undefined;
  let open = "";
  let line = 1;
  let started = 0;
  let held = "";
  let inside = false;
  let inString = false;
  let escaped = false;
  const problem = (message: string, at = line) => new CsvProblem(at, message);

  function parsed(text: string): JsonRecord {
    try {
      const value: unknown = JSON.parse(text);
      if (isObject(value)) return { line: started, value };
    } catch {
      throw problem(`The object that begins on line ${started} is no valid JSON.`, started);
    }
    throw problem(`Line ${started} holds no object.`, started);
  }

  function* read(text: string): Generator<JsonRecord, void> {
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 10) line += 1;
      if (inString) {
        if (escaped) escaped = false;
        else if (code === 92) escaped = true;
        else if (code === 34) inString = false;
        continue;
      }
      if (code === 34) inString = true;
      else if (code === 123 || code === 91) {
        if (!inside && code === 123 && open === place) {
          inside = true;
          started = line;
          from = at;
        }
        open += code === 123 ? "{" : "[";
        if (open.length > MOST_DEPTH) throw problem(`On line ${line} the JSON nests more than ${MOST_DEPTH} deep.`);
      } else if (code === 125 || code === 93) {
        if (open.at(-1) !== (code === 125 ? "{" : "[")) throw problem(`On line ${line} a bracket closes that was never opened.`);
        open = open.slice(0, -1);
        if (inside && open === place) {
          inside = false;
          yield parsed(held + text.slice(from, at + 1));
          held = "";
        }
      } else if (open === "" && code > 32 && code !== 44 && code !== 0xfeff)
        throw problem(`Line ${line} is no JSON: expected an object or a list.`);
    }
    if (!inside) return;
    held += text.slice(from);
    if (held.length > LARGEST_RECORD) throw problem(`The object that begins on line ${started} is longer than 4 MB.`, started);
  }

  return {
    read,
    hasPlace: () => place !== undefined,
    place(sample: string) {
      if (
        sample
          .replace(/^\ufeff/, "")
          .trimStart()
          .startsWith("[")
      )
        place = "[";
      else place = WRAPPED.test(sample.replace(/^\ufeff/, "")) ? "{[" : "";
    },
    end() {
      if (open !== "" || inString) throw problem("The file ends in the middle of its JSON.");
    },
  };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
