import { ChevronLeft, X } from "lucide-react";
import type { ReactNode } from "react";
import { UnderHeading } from "../heading.tsx";
import { useShortcuts } from "../keyboard.tsx";
import { useResizable } from "./resizable.tsx";

/**
 * List | main | side, each scrolling on its own, inside a `Page` with `fill`. Widths are remembered under `name`.
 * On a phone one of list and main is shown (`showing`), with a way back, and the side follows under main.
 */
export function SplitView({
  name,
  list,
  main,
  side,
  listLabel,
  sideLabel,
  showing,
  onBack,
}: {
  name: string;
  list: ReactNode;
  main: ReactNode;
  side?: ReactNode;
  listLabel: string;
  sideLabel?: string;
  /** What a phone shows: `main` once something is open. */
  showing: "list" | "main";
  onBack: () => void;
}) {
  const left = useResizable(`${name}.list`, { label: "Width of the list", initial: 380, min: 260, max: 620, grows: "right" });
  const right = useResizable(`${name}.side`, { label: "Width of the side panel", initial: 300, min: 220, max: 520, grows: "left" });
  return (
    <div className="split" data-showing={showing} style={{ "--list": `${left.width}px`, "--aside": `${right.width}px` }}>
      <section className="split-list" aria-label={listLabel}>
        {list}
      </section>
      <div {...left.separator} />
      <div className="split-main">
        <button type="button" className="plain split-back" onClick={onBack}>
          <ChevronLeft size={16} aria-hidden /> Back to the list
        </button>
        {main}
      </div>
      {side && (
        <>
          <div {...right.separator} />
          <aside className="split-side" aria-label={sideLabel}>
            {side}
          </aside>
        </>
      )}
    </div>
  );
}

/**
 * The panel on the right that shows a record without leaving the page (Space opens it, Esc closes). Pass it as `peek` of `Page`.
 * The same everywhere: 420 px, width remembered; the whole screen on a phone.
 */
export function PeekPanel({
  title,
  actions,
  onClose,
  children,
}: {
  title: ReactNode;
  actions?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}) {
  const { width, separator } = useResizable("peek", { label: "Width of the preview", initial: 420, min: 320, max: 760, grows: "left" });
  useShortcuts("Preview", [{ keys: "escape", label: "Close the preview", run: onClose }], { scope: "panel" });
  return (
    <aside className="peek" aria-label="Preview" style={{ "--peek": `${width}px` }}>
      <div {...separator} />
      <div className="peek-column">
        <div className="peek-head">
          <h2 className="truncate">{title}</h2>
          {actions}
          <button type="button" className="icon-button" aria-label="Close the preview" onClick={onClose}>
            <X size={16} aria-hidden />
          </button>
        </div>
        <div className="peek-body">
          <UnderHeading>{children}</UnderHeading>
        </div>
      </div>
    </aside>
  );
}
