import { Button, Select, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { FileSpreadsheet, Upload } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { useActor, useProduct, useWorkspace } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { mayUse } from "../../../platform/access.ts";
import { counted, number } from "../../../ui/format.ts";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Page, Panel, Section } from "../../../ui/shell/page.tsx";
import { EmptyState } from "../../../ui/states.tsx";
import { notifyError, sentenceOf } from "../../../ui/undo.tsx";
import { ACCOUNT_ROWS } from "./account-rows.ts";
import { FEEDBACK_ROWS } from "./feedback-rows.ts";
import { type ImportProgress, ImportRefused, type ImportReport, importFile, type Preview, previewFile } from "./import-file.ts";
import { ImportHistory } from "./import-history.tsx";
import { ImportMappingTable } from "./import-mapping.tsx";
import { ImportBar, ImportFindings, reportWords } from "./import-report.tsx";
import "./account-page.css";
import "./import-page.css";

type Chosen = { file: File; preview: Preview };
type Running = { isDry: boolean; progress: ImportProgress | undefined; control: AbortController };

/** Brings in a CSV: choose, say what its columns are, try, import; and take it back. */
export function ImportPage() {
  const { slug } = useWorkspace();
  const mayEdit = mayUse(useActor(), "member");
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<Chosen>();
  const [done, setDone] = useState<{ fileName: string; report: ImportReport }>();
  const renew = () =>
    Promise.all(
      [FEEDBACK_ROWS, ACCOUNT_ROWS, api.feedback.key(), api.accounts.key(), api.contacts.key(), api.labels.key(), api.imports.key()].map(
        (queryKey) => queries.invalidateQueries({ queryKey }),
      ),
    );
  const take = async (file: File) => {
    try {
      setDone(undefined);
      setChosen({ file, preview: await previewFile(slug, file) });
    } catch (error) {
      notifyError(error, file.name);
    }
  };
  return (
    <Page
      title="Import"
      crumbs={[{ label: "Feedback", to: `/${slug}/feedback` }]}
      sentence="Any table with a column of text becomes feedback: tickets, survey answers, notes. Try it first; nothing changes until you import, and an import can be taken back."
    >
      {done && (
        <div className="section">
          <Panel tone="accent">
            <div className="import-done" role="status">
              <p>
                <b>{done.fileName}</b> is in: {reportWords(done.report)}.
              </p>
              {done.report.batchId !== null && (
                <WorkspaceLink path="feedback" search={{ filter: `batch:${done.report.batchId}` }}>
                  Show it in Feedback
                </WorkspaceLink>
              )}
            </div>
          </Panel>
        </div>
      )}
      {!mayEdit ? (
        <EmptyState title="Guests read here">Ask an admin for a member’s access to import.</EmptyState>
      ) : chosen ? (
        <Prepared
          key={chosen.file.name}
          chosen={chosen}
          onDone={(report) => {
            setDone({ fileName: chosen.file.name, report });
            setChosen(undefined);
            void renew();
          }}
          onOther={() => setChosen(undefined)}
        />
      ) : (
        <DropZone onFile={(file) => void take(file)} />
      )}
      {!chosen && <ImportHistory mayEdit={mayEdit} renew={renew} />}
    </Page>
  );
}

function DropZone({ onFile }: { onFile: (file: File) => void }) {
  const [isOver, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  };
  return (
    <div className="section">
      <label
        className="import-drop"
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <FileSpreadsheet size={28} strokeWidth={1.5} aria-hidden />
        <b>Drop a CSV here, or choose one</b>
        <span className="meta">Commas, semicolons or tabs; up to 500 MB</span>
        <input
          type="file"
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) onFile(file);
            event.target.value = "";
          }}
        />
      </label>
    </div>
  );
}

const DELIMITERS: Readonly<Record<string, string>> = { ",": "commas", ";": "semicolons", "\t": "tabs" };

function Prepared({
  chosen: { file, preview },
  onDone,
  onOther,
}: {
  chosen: Chosen;
  onDone: (report: ImportReport) => void;
  onOther: () => void;
}) {
  const { slug } = useWorkspace();
  const { product, products } = useProduct();
  const [productId, setProductId] = useState<string | undefined>(product?.id);
  const [mapping, setMapping] = useState<Readonly<Record<string, string>>>(preview.mapping);
  const [source, setSource] = useState(file.name.slice(0, 80));
  const [tried, setTried] = useState<ImportReport>();
  const [failure, setFailure] = useState<unknown>();
  const [running, setRunning] = useState<Running>();
  const findings = useRef<HTMLDivElement>(null);
  const hasText = Object.values(mapping).includes("text");
  const change = (next: Readonly<Record<string, string>>) => {
    setMapping(next);
    setTried(undefined);
    setFailure(undefined);
  };

  async function run(isDry: boolean) {
    const control = new AbortController();
    setFailure(undefined);
    setRunning({ isDry, progress: undefined, control });
    try {
      const settings = {
        mapping,
        source: source.trim() || file.name,
        productId: productId ?? products[0]?.id,
        dryRun: isDry,
        skipProblems: !isDry,
      };
      const report = await importFile(slug, file, settings, (progress) => setRunning({ isDry, progress, control }), control.signal);
      if (!isDry) return onDone(report);
      setTried(report);
      requestAnimationFrame(() => findings.current?.scrollIntoView({ block: "nearest" }));
    } catch (error) {
      if (!control.signal.aborted) setFailure(error);
    } finally {
      setRunning(undefined);
    }
  }

  const importable = tried ? tried.created + tried.updated : 0;
  return (
    <>
      <Section
        title={file.name}
        note={`${counted(preview.columns.length, "column")}, ${DELIMITERS[preview.delimiter] ?? preview.delimiter}, ${preview.encoding.toUpperCase()}`}
        actions={
          <Button variant="default" onClick={onOther} disabled={running !== undefined}>
            Another file
          </Button>
        }
      >
        <Panel flush>
          <ImportMappingTable preview={preview} mapping={mapping} onMapping={change} />
        </Panel>
      </Section>
      <div className="section import-settings">
        <TextInput
          label="Source"
          description="A later file of the same source changes its rows instead of adding them again."
          value={source}
          maxLength={80}
          onChange={(event) => {
            setSource(event.target.value);
            setTried(undefined);
          }}
        />
        {products.length > 1 && (
          <Select
            label="Product"
            description="Where the feedback goes."
            data={products.map(({ id, name }) => ({ value: id, label: name }))}
            value={productId ?? products[0]?.id ?? null}
            onChange={(id) => setProductId(id ?? undefined)}
          />
        )}
      </div>
      <div className="section stack" ref={findings}>
        {running ? (
          <ImportBar progress={running.progress} isDry={running.isDry} size={file.size} />
        ) : failure !== undefined ? (
          <div className="form-errors" role="alert">
            {failure instanceof ImportRefused && failure.line !== null && <b>Line {number(failure.line)}: </b>}
            {sentenceOf(failure)}
          </div>
        ) : tried ? (
          <ImportFindings report={tried} />
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
                <Button onClick={() => void run(true)} disabled={!hasText}>
                  Try it
                </Button>
              )}
              {tried && importable === 0 && <p className="meta">Nothing to import: all its rows are here already or cannot be taken.</p>}
              {!hasText && <p className="meta">Say which column holds the text.</p>}
            </>
          )}
        </div>
      </div>
    </>
  );
}
