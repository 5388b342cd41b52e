import { type RefObject, useEffect, useEffectEvent, useState } from "react";

/** What a browser calls a picture that was copied without a file. */
const PASTED = /^image\.(png|jpe?g|gif|webp)$/i;
const named = (file: File) =>
  PASTED.test(file.name) ? new File([file], `Pasted picture.${file.name.split(".")[1]}`, { type: file.type }) : file;

const isText = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
const isInDialog = () => document.querySelector("[aria-modal=true], dialog[open]") !== null;
const carriesFiles = (data: DataTransfer | null) => data !== null && [...data.types].includes("Files");

/**
 * Hears of files that are pasted or dropped, in an element or, without one, anywhere on the page where nothing narrower takes them.
 * @returns whether files are being held above it
 */
export function useGivenFiles({
  within,
  active = true,
  onFiles,
}: {
  within?: RefObject<HTMLElement | null>;
  active?: boolean;
  onFiles: (files: readonly File[]) => void;
}): boolean {
  const [isOver, setOver] = useState(false);
  const take = useEffectEvent((data: DataTransfer | null) => {
    const files = [...(data?.files ?? [])];
    if (files.length > 0) onFiles(files.map(named));
    return files.length > 0;
  });
  useEffect(() => {
    if (!active) return;
    const narrow = within?.current;
    const place = narrow ?? document.documentElement;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = () => {
      clearTimeout(timer);
      setOver(false);
    };
    const paste = (event: ClipboardEvent) => {
      const data = event.clipboardData;
      if (event.defaultPrevented || !carriesFiles(data) || (!narrow && isInDialog())) return;
      // Copied from a sheet or a text, what comes has words too, and a text field wants those.
      if (isText(event.target) && data?.types.includes("text/plain")) return;
      if (take(data)) event.preventDefault();
    };
    const over = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer) || (!narrow && isInDialog())) return;
      if (event.defaultPrevented) return leave();
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
      setOver(true);
      // Leaving is told of every child; that nothing is held above any more is told by silence.
      clearTimeout(timer);
      timer = setTimeout(leave, 700);
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer) || event.defaultPrevented || (!narrow && isInDialog())) return;
      event.preventDefault();
      leave();
      take(event.dataTransfer);
    };
    const out = (event: DragEvent) => {
      if (event.relatedTarget === null || (narrow && event.relatedTarget instanceof Node && !narrow.contains(event.relatedTarget))) leave();
    };
    place.addEventListener("paste", paste);
    place.addEventListener("dragover", over);
    place.addEventListener("drop", drop);
    place.addEventListener("dragleave", out);
    return () => {
      clearTimeout(timer);
      place.removeEventListener("paste", paste);
      place.removeEventListener("dragover", over);
      place.removeEventListener("drop", drop);
      place.removeEventListener("dragleave", out);
    };
  }, [within, active]);
  return isOver && active;
}
