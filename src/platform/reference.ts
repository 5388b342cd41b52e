type Schema = {
  type?: string | string[];
  $ref?: string;
  description?: string;
  enum?: unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  format?: string;
  default?: unknown;
  const?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
};
type Parameter = { name: string; in: string; required?: boolean; description?: string; schema?: Schema };
type Operation = {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>;
};

const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** The OpenAPI document as a page to read: by resource, one screen, no script. Drawn from the same document that programs read. */
export function referencePage(document: object): string {
  const operations: { path: string; method: string; operation: Operation }[] = [];
  const { paths } = openApi(document);
  for (const [path, item] of Object.entries(paths))
    for (const [method, operation] of Object.entries(item)) operations.push({ path, method: method.toUpperCase(), operation });
  const groups = Map.groupBy(operations, ({ path }) => path.split("/")[1] ?? "");
  const names = [...groups.keys()].sort();
  const contents = names
    .map((name) => `<li><a href="#${name}">${escaped(name)}</a> <small>${groups.get(name)?.length ?? 0}</small></li>`)
    .join("");
  const sections = names
    .map((name) => `<section id="${name}"><h2>${escaped(name)}</h2>${(groups.get(name) ?? []).map(article).join("")}</section>`)
    .join("");
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>API · Throughline</title><style>${STYLE}</style></head><body>
<nav aria-label="Resources"><p class="home"><a href="/">Throughline</a></p><ul>${contents}</ul></nav>
<main><h1>API</h1>
<p>Everything the web app does, it does through this API. The same in <a href="/api/v1/openapi.json">OpenAPI 3.1</a>. Addresses start with <code>/api/v1</code>.</p>
<ul class="rules">
<li><b>Who you are:</b> <code>Authorization: Bearer &lt;key&gt;</code>. A key belongs to one workspace and has a scope: read, write or admin.</li>
<li><b>Ids:</b> every <code>{id}</code> takes the uuid or the human key, such as <code>N-42</code>.</li>
<li><b>Lists</b> answer <code>{items, nextCursor}</code>; send <code>cursor</code> to go on.</li>
<li><b>Edits</b> send <code>If-Match</code> with the ETag they saw. A lost update is refused with 412 and the row as it is now.</li>
<li><b>Retries:</b> send <code>Idempotency-Key</code> with anything that writes; the same key has one effect and one answer for 24 hours.</li>
<li><b>Undo:</b> a change that can be undone answers with <code>x-change</code>; <code>POST /changes/{id}/undo</code> puts it back.</li>
<li><b>Errors</b> are problem documents (RFC 9457) with a stable <code>code</code> and, where fields are wrong, <code>issues</code> naming each.</li>
</ul>${sections}</main></body></html>`;
}

function openApi(document: object): { paths: Record<string, Record<string, Operation>> } {
  return "paths" in document && typeof document.paths === "object" && document.paths !== null
    ? { paths: { ...document.paths } }
    : { paths: {} };
}

function article({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const parameters = (operation.parameters ?? [])
    .map((p) => row(`${p.name}${p.in === "query" ? "" : ` <i>${p.in}</i>`}`, p.schema, p.required === true, p.description))
    .join("");
  const body = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  const answers = Object.entries(operation.responses ?? {}).filter(([status]) => Number(status) < 400);
  const answer = answers[0];
  const answered = Object.values(answer?.[1].content ?? {})[0]?.schema;
  return `<article id="${escaped(operation.operationId ?? "")}"><h3><span class="m ${method}">${method}</span> <code>${escaped(path)}</code></h3><p>${escaped(operation.summary ?? "")}</p>${operation.description ? `<p>${escaped(operation.description)}</p>` : ""}${
    parameters ? `<table><caption>Parameters</caption>${parameters}</table>` : ""
  }${body ? table("Body", body) : ""}${answered ? table(`Answer ${answer?.[0] ?? ""}`, answered) : ""}</article>`;
}

function table(caption: string, schema: Schema): string {
  const fields = schema.properties ?? schema.items?.properties;
  if (!fields) return `<p class="t">${caption}: <code>${typeOf(schema)}</code></p>`;
  const required = new Set(schema.required ?? schema.items?.required ?? []);
  return `<details${caption === "Body" ? " open" : ""}><summary>${caption}</summary><table>${Object.entries(fields)
    .map(([name, field]) => row(escaped(name), field, caption === "Body" && required.has(name), field.description))
    .join("")}</table></details>`;
}

const row = (name: string, schema: Schema | undefined, required: boolean, description?: string) =>
  `<tr><th scope="row">${name}${required ? " <b title='required'>*</b>" : ""}</th><td><code>${typeOf(schema ?? {})}</code></td><td>${escaped(description ?? "")}</td></tr>`;

function typeOf(schema: Schema): string {
  if (schema.enum) return schema.enum.map((value) => escaped(JSON.stringify(value))).join(" | ");
  if (schema.const !== undefined) return escaped(JSON.stringify(schema.const));
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(" | ");
  if (schema.$ref) return escaped(schema.$ref.split("/").at(-1) ?? "");
  if (schema.type === "array") return `${typeOf(schema.items ?? {})}[]`;
  const type = Array.isArray(schema.type) ? schema.type.join(" | ") : (schema.type ?? "any");
  return escaped(schema.format ? `${type} (${schema.format})` : type);
}

const STYLE = `:root{--bg:#faf9f7;--panel:#fff;--side:#f4f3f0;--line:#e6e4df;--tx:#1a1b1d;--mut:#5c5e64;--acc:#2459bd}
@media(prefers-color-scheme:dark){:root{--bg:#131416;--panel:#1a1b1e;--side:#0f1011;--line:#2a2b2f;--tx:#ecebe8;--mut:#a8aab0;--acc:#8eadec}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--tx);font:14px/1.5 Inter,system-ui,sans-serif;display:grid;grid-template-columns:216px minmax(0,1fr)}
nav{background:var(--side);border-right:1px solid var(--line);padding:16px;position:sticky;top:0;height:100dvh;overflow:auto}nav ul{list-style:none;margin:0;padding:0}nav li{padding:3px 0}.home{font-weight:650;margin:0 0 12px}small{color:var(--mut)}
a{color:var(--acc)}nav a{color:var(--tx);text-decoration:none}a:focus-visible,summary:focus-visible{outline:2px solid var(--acc);outline-offset:2px}
main{padding:24px 32px 80px;max-width:960px}h1{font-size:23px;letter-spacing:-.018em;margin:0 0 4px}h2{font-size:17px;margin:36px 0 8px;text-transform:capitalize}.rules{padding-left:18px;color:var(--mut)}.rules b{color:var(--tx)}
article{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:12px 16px;margin:0 0 12px}h3{margin:0;font-size:14px;overflow-wrap:anywhere}article p{margin:4px 0 8px;color:var(--mut)}
.m{display:inline-block;min-width:56px;font-size:11px;font-weight:700;letter-spacing:.02em;color:var(--acc)}table{width:100%;border-collapse:collapse;font-size:12.5px}caption{text-align:left;font-weight:600;padding:4px 0}th{text-align:left;font-weight:500;padding:4px 12px 4px 0;white-space:nowrap;vertical-align:top}td{padding:4px 12px 4px 0;border-top:1px solid var(--line);color:var(--mut);overflow-wrap:anywhere}tr th{border-top:1px solid var(--line)}code{font:12.5px ui-monospace,monospace;color:var(--tx)}summary{cursor:pointer;font-weight:600;font-size:12.5px;padding:4px 0}
@media(max-width:720px){body{display:block}nav{position:static;height:auto;border:0;border-bottom:1px solid var(--line)}nav ul{display:flex;gap:16px;overflow-x:auto;white-space:nowrap}nav a{display:inline-block;padding:6px 0}main{padding:16px}table{display:block;overflow-x:auto}}`;
