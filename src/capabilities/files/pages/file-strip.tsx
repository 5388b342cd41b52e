import { FileText, LoaderCircle, RotateCcw, X } from "lucide-react";
import { Suspense, useState } from "react";
import { fileSize, percent } from "../../../ui/format.ts";
import { later } from "../../../ui/later.tsx";
import { isPicture } from "../rules.ts";
import type { AttachedFile } from "../schema.ts";
import { useFileAddress } from "./file-address.ts";
import type { Upload } from "./use-uploads.ts";
import "./files.css";

const Lightbox = later(async () => (await import("./lightbox.tsx")).Lightbox);

/** What is done to files that are on their way. */
export type UploadActs = { onAgain: (upload: Upload) => void; onDismiss: (upload: Upload) => void };

/** Files as people look at them: pictures small, opening large; PDFs by name, opening as downloads; then what is on its way. */
export function FileStrip({
  label,
  files,
  uploads = [],
  mayRemove,
  onRemove,
  acts,
}: {
  label: string;
  files: readonly AttachedFile[];
  uploads?: readonly Upload[];
  mayRemove: (file: AttachedFile) => boolean;
  onRemove: (file: AttachedFile) => void;
  acts?: UploadActs;
}) {
  const addressOf = useFileAddress();
  const [shown, setShown] = useState<string>();
  const pictures = files.filter(({ type }) => isPicture(type));
  const papers = files.filter(({ type }) => !isPicture(type));
  const coming = uploads.filter(({ problem }) => problem === null);
  const failed = uploads.filter(({ problem }) => problem !== null);
  const at = pictures.findIndex(({ id }) => id === shown);
  const remove = (file: AttachedFile) =>
    mayRemove(file) && (
      <button type="button" className="plain file-remove" aria-label={`Remove ${file.name}`} title="Remove" onClick={() => onRemove(file)}>
        <X size={13} aria-hidden />
      </button>
    );
  return (
    <div className="files">
      {pictures.length + coming.length > 0 && (
        <ul className="files-pictures" aria-label={`${label}: pictures`}>
          {pictures.map((file) => (
            <li key={file.id} className="file-picture">
              <button
                type="button"
                className="plain file-open"
                aria-label={`Open ${file.name}, ${fileSize(file.size)}`}
                title={file.name}
                onClick={() => setShown(file.id)}
              >
                <img src={addressOf(file, "thumbnail")} alt="" loading="lazy" decoding="async" />
              </button>
              <span className="file-name truncate" aria-hidden>
                {file.name}
              </span>
              <span className="file-size" aria-hidden>
                {fileSize(file.size)}
              </span>
              {remove(file)}
            </li>
          ))}
          {coming.map((upload) => (
            <li key={upload.key} className="file-picture">
              <Coming upload={upload} />
              <span className="file-name truncate">{upload.name}</span>
              <span className="file-size">
                {upload.share < 1 ? `${percent(upload.share)} of ${fileSize(upload.blob.size)}` : "Being read …"}
              </span>
              {acts && (
                <button
                  type="button"
                  className="plain file-remove"
                  aria-label={`Stop sending ${upload.name}`}
                  onClick={() => acts.onDismiss(upload)}
                >
                  <X size={13} aria-hidden />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {papers.length > 0 && (
        <ul className="files-papers" aria-label={`${label}: documents`}>
          {papers.map((file) => (
            <li key={file.id} className="file-paper">
              <a href={addressOf(file)} download={file.name}>
                <FileText size={16} aria-hidden />
                <span className="truncate">{file.name}</span>
                <span className="file-size">PDF · {fileSize(file.size)}</span>
              </a>
              {remove(file)}
            </li>
          ))}
        </ul>
      )}
      {failed.length > 0 && (
        <ul className="files-failed" role="alert" aria-label="Not attached">
          {failed.map((upload) => (
            <li key={upload.key}>
              <span>
                <b>{upload.name}</b> {upload.problem}
              </span>
              {acts && upload.mayTryAgain && (
                <button
                  type="button"
                  className="icon-button"
                  aria-label={`Try ${upload.name} again`}
                  title="Try again"
                  onClick={() => acts.onAgain(upload)}
                >
                  <RotateCcw size={14} aria-hidden />
                </button>
              )}
              {acts && (
                <button type="button" className="icon-button" aria-label={`Put ${upload.name} away`} onClick={() => acts.onDismiss(upload)}>
                  <X size={14} aria-hidden />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <Suspense>
        {at >= 0 && (
          <Lightbox pictures={pictures} at={at} onAt={(index) => setShown(pictures[index]?.id)} onClose={() => setShown(undefined)} />
        )}
      </Suspense>
    </div>
  );
}

function Coming({ upload: { name, share } }: { upload: Upload }) {
  return (
    <div className="file-coming">
      <LoaderCircle size={18} className="file-spin" aria-hidden />
      <div
        className="file-progress"
        role="progressbar"
        aria-label={`Sending ${name}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <span style={{ inlineSize: `${share * 100}%` }} />
      </div>
    </div>
  );
}
