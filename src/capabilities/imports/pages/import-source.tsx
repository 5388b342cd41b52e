import { Button, Textarea } from "@mantine/core";
import { FileSpreadsheet } from "lucide-react";
import { type DragEvent, useState } from "react";

const FILES = ".csv,.tsv,.txt,.json,.jsonl,.ndjson,.xlsx,.gz,text/csv,text/tab-separated-values,application/json";

/** The first step: a file, or cells copied from a sheet; and why the last one could not be read. */
export function ImportSource({ onFile, refused }: { onFile: (file: File) => void; refused: string | undefined }) {
  const [isOver, setOver] = useState(false);
  const [pasted, setPasted] = useState("");
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  };
  return (
    <div className="section import-source">
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
        <b>Drop a file here, or choose one</b>
        <span className="meta">CSV, Excel or JSON; exports of Canny, Fider, UserVoice, Linear, Jira, GitHub and Quackback are known</span>
        <input
          type="file"
          accept={FILES}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) onFile(file);
            event.target.value = "";
          }}
        />
      </label>
      {refused && (
        <p className="form-errors" role="alert">
          {refused}
        </p>
      )}
      <div className="import-paste">
        <Textarea
          label="Or paste cells"
          description="Copied from a sheet, with the row that names the columns."
          rows={4}
          value={pasted}
          onChange={(event) => setPasted(event.target.value)}
        />
        <Button
          variant="default"
          disabled={pasted.trim() === ""}
          onClick={() => onFile(new File([pasted], "Pasted cells", { type: "text/tab-separated-values" }))}
        >
          Use these cells
        </Button>
      </div>
    </div>
  );
}
