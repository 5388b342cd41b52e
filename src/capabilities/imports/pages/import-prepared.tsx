import { Button, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Plus, Upload } from "lucide-react";
import { useRef, useState } from "react";
import { useProduct, useWorkspace } from "../../../actor.tsx";
import { api, client } from "../../../api.tsx";
import type { DateOrder } from "../../../kernels/cells.ts";
import { counted, number } from "../../../ui/format.ts";
import { Panel, Section } from "../../../ui/shell/page.tsx";
import { sentenceOf } from "../../../ui/undo.tsx";
import { guessMapping, requiredField, requiredSentence } from "../../intake/mapping-rules.ts";
import type { Target } from "../../intake/target-rules.ts";
import { ImportAs, ImportDates } from "./import-choices.tsx";
import { type ImportProgress, ImportRefused, type ImportReport, importFile, type Preview } from "./import-file.ts";
import { ImportMappingTable } from "./import-mapping.tsx";
import { ImportBar, ImportFindings } from "./import-report.tsx";

export type Chosen = { file: File; preview: Preview };
type Running = { isDry: boolean; progress: ImportProgress | undefined; control: AbortController };
type Plan = {
  target: Target;
  format: string | null;
  mapping: Readonly<Record<string, string>>;
  source: string;
  dates: DateOrder | undefined;
};

const SHAPES: Readonly<Record<string, string>> = { json: "JSON", xlsx: "Excel" };
const DELIMITERS: Readonly<Record<string, string>> = { ",": "commas", ";": "semicolons", "\t": "tabs" };

/** What the preview proposes: the last mapping of a source with these columns, else the format's, else a guess by names. */
function proposedPlan({ file, preview }: Chosen): Plan {
  const [saved] = preview.saved.filter(({ format }) => format === (preview.format?.name ?? null));
  const dates = preview.dates === "either" || preview.dates === null ? undefined : preview.dates;
  if (saved)
    return {
      target: saved.target,
      format: saved.format,
      mapping: saved.mapping,
      source: saved.sourceSystem,
      dates: saved.dateOrder ?? dates,
    };
  return {
    target: preview.target,
    format: preview.format?.name ?? null,
    mapping: preview.mapping,
    source: preview.format?.label.split(",")[0] ?? file.name.slice(0, 80),
    dates,
  };
}

/** The steps after the file: what its columns are, the rehearsal, the import. */
export function Prepared({
  chosen,
  onDone,
  onOther,
}: {
  chosen: Chosen;
  onDone: (report: ImportReport, target: Target) => void;
  onOther: () => void;
}) {
  const { file, preview } = chosen;
  const { slug } = useWorkspace();
  const { product, products } = useProduct();
  const [productId, setProductId] = useState<string | undefined>(product?.id);
  const [plan, setPlan] = useState<Plan>(() => proposedPlan(chosen));
  const [tried, setTried] = useState<ImportReport>();
  const [failure, setFailure] = useState<unknown>();
  const [running, setRunning] = useState<Running>();
  const [stopped, setStopped] = useState<string>();
  const findings = useRef<HTMLDivElement>(null);
  const { data: formats } = useQuery(api.imports.formats.queryOptions({ input: {} }));
  const { target, format, mapping, source, dates } = plan;
  const hasNeeded = Object.values(mapping).includes(requiredField(target)?.name ?? "");
  const asksDates = preview.dates === "either" && dates === undefined;
  const change = (next: Partial<Plan>) => {
    setPlan({ ...plan, ...next });
    setTried(undefined);
    setFailure(undefined);
    setStopped(undefined);
  };
  const mappingFor = (to: Target, by: string | null) => {
    const known = formats?.items.find(({ name }) => name === by);
    return known?.targets.includes(to) && preview.format?.name === by ? (preview.mappings[to] ?? {}) : guessMapping(to, preview.columns);
  };
  const left = preview.columns.filter((column) => mapping[column] === undefined);
  const takeAll = () => change({ mapping: { ...mapping, ...Object.fromEntries(left.flatMap((column) => asField(preview, column))) } });

  async function run(isDry: boolean) {
    const control = new AbortController();
    setFailure(undefined);
    setStopped(undefined);
    setRunning({ isDry, progress: undefined, control });
    try {
      const before = isDry ? undefined : await newestOf(file.name);
      control.signal.addEventListener("abort", () => void tellStopped(isDry, before));
      const settings = {
        ...plan,
        source: source.trim() || file.name,
        productId: productId ?? products[0]?.id,
        encoding: preview.encoding === "windows-1252" ? ("windows-1252" as const) : undefined,
        dryRun: isDry,
        skipProblems: !isDry,
      };
      const report = await importFile(slug, file, settings, (progress) => setRunning({ isDry, progress, control }), control.signal);
      if (!isDry) return onDone(report, target);
      setTried(report);
      requestAnimationFrame(() => findings.current?.scrollIntoView({ block: "nearest" }));
    } catch (error) {
      if (!control.signal.aborted) setFailure(error);
    } finally {
      setRunning(undefined);
    }
  }

  /** Whoever stops is told what became of it: an import may have been faster. */
  async function tellStopped(isDry: boolean, before: string | undefined) {
    try {
      const isDone = !isDry && (await newestOf(file.name)) !== before;
      setStopped(
        isDone ? "It was done before it could be stopped: it can be taken back where imports are listed." : "Stopped. Nothing was changed.",
      );
    } catch (error) {
      setFailure(error);
    }
  }

  const importable = tried ? tried.created + tried.updated : 0;
  const about = [
    counted(preview.columns.length, "column"),
    SHAPES[preview.shape] ?? DELIMITERS[preview.delimiter ?? ""] ?? "",
    ...(preview.sheet === null ? [] : [`sheet “${preview.sheet}”`]),
    ...(preview.shape === "csv" && preview.encoding ? [preview.encoding.toUpperCase()] : []),
  ];
  return (
    <>
      <Section
        title={file.name}
        note={about.join(", ")}
        actions={
          <Button variant="default" onClick={onOther} disabled={running !== undefined}>
            Another file
          </Button>
        }
      >
        {preview.encoding === "windows-1252" && (
          <p className="import-told" role="status">
            This file is not UTF-8. It is read as <b>Windows-1252</b>: look whether accents and signs are right below.
          </p>
        )}
        <div className="import-settings">
          <ImportAs
            target={target}
            format={format}
            // The chosen one is there before the list has come: a choice without its words would stand empty.
            formats={formats?.items ?? (preview.format ? [preview.format] : [])}
            onTarget={(to) => change({ target: to, mapping: mappingFor(to, format) })}
            onFormat={(by) => change({ format: by, mapping: mappingFor(target, by) })}
          />
          <TextInput
            label="Source"
            description="A later file of the same source changes its rows instead of adding them again."
            value={source}
            maxLength={80}
            onChange={(event) => change({ source: event.target.value })}
          />
          {preview.dates !== null && <ImportDates value={dates} onChange={(order) => change({ dates: order })} />}
          {products.length > 1 && target !== "accounts" && target !== "contacts" && (
            <Select
              label="Product"
              description="Where they go."
              data={products.map(({ id, name }) => ({ value: id, label: name }))}
              value={productId ?? products[0]?.id ?? null}
              onChange={(id) => setProductId(id ?? undefined)}
            />
          )}
        </div>
        <Panel flush>
          <ImportMappingTable target={target} preview={preview} mapping={mapping} onMapping={(next) => change({ mapping: next })} />
        </Panel>
        {left.length > 0 && (
          <Button
            className="import-rest"
            variant="default"
            size="compact-sm"
            leftSection={<Plus size={13} aria-hidden />}
            onClick={takeAll}
          >
            Make fields of the {left.length === 1 ? "column" : `${number(left.length)} columns`} left out
          </Button>
        )}
      </Section>
      <div className="section stack" ref={findings}>
        {running ? (
          <ImportBar progress={running.progress} isDry={running.isDry} size={file.size} />
        ) : failure !== undefined ? (
          <div className="form-errors" role="alert">
            {failure instanceof ImportRefused && failure.line !== null && <b>Line {number(failure.line)}: </b>}
            {sentenceOf(failure)}
          </div>
        ) : stopped !== undefined ? (
          <p className="import-told" role="status">
            {stopped}
          </p>
        ) : tried ? (
          <ImportFindings report={tried} fileName={file.name} />
        ) : null}
        <div className="row-gap">
          {running ? (
            <Button variant="default" onClick={() => running.control.abort()}>
              Stop
            </Button>
          ) : (
            <>
              {tried && importable > 0 && (
                <Button leftSection={<Upload size={14} aria-hidden />} onClick={() => void run(false)}>
                  Import {counted(importable, "row")}
                  {tried.refused > 0 && `, leave out ${number(tried.refused)}`}
                </Button>
              )}
              {!tried && (
                <Button onClick={() => void run(true)} disabled={!hasNeeded || asksDates}>
                  Try it
                </Button>
              )}
              {tried && importable === 0 && <p className="meta">Nothing to import: all its rows are here already or cannot be taken.</p>}
              {!hasNeeded && <p className="meta">{requiredSentence(target)}</p>}
              {hasNeeded && asksDates && <p className="meta">Say how its dates are meant.</p>}
            </>
          )}
        </div>
      </div>
    </>
  );
}

/** The newest import of a file of this name. */
async function newestOf(fileName: string): Promise<string | undefined> {
  const { items } = await client.imports.list({ limit: 50 });
  return items.find((batch) => batch.fileName === fileName)?.id;
}

const asField = ({ newFields }: Preview, column: string): [string, string][] => {
  const means = newFields[column];
  return means === undefined ? [] : [[column, means]];
};
