import { Button } from "@mantine/core";
import { Download } from "lucide-react";
import { counted, number } from "../../../ui/format.ts";
import { Panel } from "../../../ui/shell/page.tsx";
import { problemsCsv } from "../report-rules.ts";
import type { ImportProgress, ImportReport } from "./import-file.ts";

/** What an import did, or would do, in one sentence of counts. */
export function reportWords({ created, updated, unchanged, accountsCreated, refused }: ImportReport): string {
  const parts = [
    `${number(created)} new`,
    updated > 0 ? `${number(updated)} changed` : null,
    unchanged > 0 ? `${number(unchanged)} here already` : null,
    accountsCreated > 0 ? `${counted(accountsCreated, "account")} added` : null,
    refused > 0 ? `${number(refused)} cannot be taken` : null,
  ];
  return parts.filter((part) => part !== null).join(", ");
}

/** So many are listed; the file to download has them all. */
const SHOWN = 100;

function saveReport({ problems }: ImportReport, fileName: string): void {
  const address = URL.createObjectURL(new Blob(["\ufeff", problemsCsv(problems)], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `${fileName.replace(/\.[^.]*$/, "")}-problems.csv`;
  link.click();
  URL.revokeObjectURL(address);
}

/** What was found in a file: counts, and the rows that cannot be taken with their lines. */
export function ImportFindings({ report, fileName }: { report: ImportReport; fileName: string }) {
  const { rows, problems, refused } = report;
  return (
    <Panel flush tone={refused > 0 ? "danger" : "accent"}>
      <p className="import-counts" role="status">
        <b>{counted(rows, "row")}:</b> {reportWords(report)}.
      </p>
      {problems.length > 0 && (
        <table className="import-problems">
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Column</th>
              <th scope="col">Why it cannot be taken</th>
            </tr>
          </thead>
          <tbody>
            {problems.slice(0, SHOWN).map(({ line, column, message }) => (
              <tr key={`${line} ${column}`}>
                <td>{number(line)}</td>
                <td>{column}</td>
                <td>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {refused > 0 && (
        <div className="import-more row-gap">
          {refused > SHOWN && <span className="meta">The first {number(SHOWN)} are listed.</span>}
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<Download size={13} aria-hidden />}
            onClick={() => saveReport(report, fileName)}
          >
            Download the list
          </Button>
        </div>
      )}
    </Panel>
  );
}

/** How far it is: sending and checking first, then row by row. */
export function ImportBar({ progress, isDry, size }: { progress: ImportProgress | undefined; isDry: boolean; size: number }) {
  const share = progress?.phase === "writing" && progress.of ? progress.rows / progress.of : undefined;
  const megabytes = size / 1_000_000;
  return (
    <div className="import-progress">
      <p role="status">
        {progress?.phase === "writing"
          ? `${isDry ? "Trying" : "Writing"} ${number(progress.rows)}${progress.of === null ? "" : ` of ${number(progress.of)}`} rows …`
          : `Sending ${megabytes < 0.1 ? "the file" : `${megabytes.toFixed(1)} MB`} and reading every line …`}
      </p>
      <progress aria-label="Import" max={1} {...(share === undefined ? {} : { value: share })} />
    </div>
  );
}
