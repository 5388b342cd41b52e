import { useEffectEvent, useRef, useState } from "react";
import { useWorkspace } from "../../../actor.tsx";
import { onceKey } from "../../../api.tsx";
import { fileSize } from "../../../ui/format.ts";
import { ACCEPTED, LARGEST_FILE } from "../rules.ts";
import { NotSent, type Sent, sendFile } from "./sending.ts";

/** A file on its way, or one that did not get through and says why. */
export type Upload = { key: string; blob: Blob; name: string; share: number; problem: string | null; mayTryAgain: boolean };

/** What is wrong with a file before it is sent; null when only its bytes can say. */
function objectionTo(file: Blob): string | null {
  if (file.size > LARGEST_FILE) return `It has ${fileSize(file.size)}; a file may have ${fileSize(LARGEST_FILE)}.`;
  if (file.size === 0) return "It is empty.";
  const isOther = file.type !== "" && !ACCEPTED.split(",").includes(file.type);
  return isOther ? "Pictures (PNG, JPEG, WebP, GIF, AVIF) and PDFs can be attached." : null;
}

/**
 * Sends files one after another, each with how far it is.
 * @param onSent hears of all that were sent together, once the last of them is there
 */
export function useUploads({ record, onSent }: { record: string | undefined; onSent: (sent: readonly Sent[]) => void }) {
  const { slug } = useWorkspace();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const queue = useRef<Upload[]>([]);
  const running = useRef<{ key: string; stop: AbortController } | null>(null);
  const sent = useRef<Sent[]>([]);
  const tell = useEffectEvent(onSent);
  const put = (key: string, change: Partial<Upload>) =>
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...change } : one)));

  const next = async (): Promise<void> => {
    if (running.current) return;
    const upload = queue.current.shift();
    if (!upload) {
      const done = sent.current;
      sent.current = [];
      if (done.length > 0) tell(done);
      return;
    }
    const { key, blob, name } = upload;
    const stop = new AbortController();
    running.current = { key, stop };
    try {
      const onProgress = (share: number) => put(key, { share });
      sent.current.push(await sendFile(blob, { record, slug, name, key, onProgress, signal: stop.signal }));
      setUploads((all) => all.filter((one) => one.key !== key));
    } catch (error) {
      if (!(error instanceof NotSent)) throw error;
      put(key, { problem: error.message, mayTryAgain: error.mayTryAgain });
    } finally {
      running.current = null;
    }
    await next();
  };
  // Whoever goes on to another record meanwhile still wanted them here: nothing is stopped then.
  return {
    uploads,
    isBusy: uploads.some(({ problem }) => problem === null),
    add(files: readonly File[]) {
      const added = files.map((file) => ({
        key: onceKey(),
        blob: file,
        name: file.name,
        share: 0,
        problem: objectionTo(file),
        mayTryAgain: false,
      }));
      setUploads((all) => [...all, ...added]);
      queue.current.push(...added.filter(({ problem }) => problem === null));
      void next();
    },
    again(upload: Upload) {
      put(upload.key, { problem: null, share: 0 });
      queue.current.push({ ...upload, problem: null, share: 0 });
      void next();
    },
    /** Stops a file that is on its way, or puts away what did not get through. */
    dismiss({ key }: Upload) {
      queue.current = queue.current.filter((one) => one.key !== key);
      if (running.current?.key === key) running.current.stop.abort();
      setUploads((all) => all.filter((one) => one.key !== key));
    },
  };
}
