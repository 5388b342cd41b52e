import { ArrowLeft, ArrowRight, Download, MapPinPlus, Maximize2, Minimize2, X } from "lucide-react";
import { type MouseEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { mayUse } from "../../../platform/access.ts";
import { fileSize } from "../../../ui/format.ts";
import { useShortcuts } from "../../../ui/keyboard.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import type { AttachedFile } from "../schema.ts";
import { useFileAddress } from "./file-address.ts";
import { NewPin, Pins } from "./pins.tsx";
import "./lightbox.css";

/** A finger that moved so far sideways meant another picture. */
const SWIPE = 50;

/**
 * Pictures large, one at a time: arrows and swipes go to the next, Esc closes, Z shows the picture's own size, P pins a comment to a place.
 * @param pin the comment whose words are open from the start
 */
export function Lightbox({
  pictures,
  at,
  pin,
  onAt,
  onClose,
}: {
  pictures: readonly AttachedFile[];
  at: number;
  pin?: string;
  onAt: (index: number) => void;
  onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const touched = useRef<{ x: number; y: number } | null>(null);
  const [isWhole, setWhole] = useState(true);
  const [opened, setOpened] = useState(pin);
  const [place, setPlace] = useState<{ x: number; y: number }>();
  const mayComment = mayUse(useActor(), "commenter");
  const addressOf = useFileAddress();
  const picture = pictures[at];
  const isLast = at === pictures.length - 1;
  // A picture in a comment that is still being written belongs to no record yet.
  const recordId = picture?.recordId ?? null;
  const mayPin = mayComment && recordId !== null;
  const startPin = () => {
    setOpened(undefined);
    setPlace({ x: 0.5, y: 0.5 });
  };
  const turn = (step: number) => {
    const next = at + step;
    if (next < 0 || next >= pictures.length) return;
    setWhole(true);
    setPlace(undefined);
    setOpened(undefined);
    onAt(next);
  };
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  useShortcuts(
    "Picture",
    [
      { keys: "arrowright", label: "Next picture", run: () => turn(1) },
      { keys: "arrowleft", label: "Previous picture", run: () => turn(-1) },
      { keys: "z", label: "Own size, or whole", run: () => setWhole(!isWhole) },
      { keys: "p", label: "Comment on a place", run: () => mayPin && startPin() },
    ],
    { scope: "dialog" },
  );
  if (!picture) return null;
  const pinAt = ({ clientX, clientY, currentTarget }: MouseEvent<HTMLImageElement>) => {
    if (!place) return;
    const box = currentTarget.getBoundingClientRect();
    setPlace({ x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height });
  };
  const lift = (event: PointerEvent) => {
    const from = touched.current;
    touched.current = null;
    if (!from || !isWhole || event.pointerType === "mouse") return;
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    if (Math.abs(x) > SWIPE && Math.abs(x) > Math.abs(y) * 2) turn(x < 0 ? 1 : -1);
  };
  return (
    <dialog ref={dialog} className="lightbox" aria-label={picture.name} onClose={onClose}>
      <header className="lightbox-head">
        <div className="lightbox-told">
          <span className="lightbox-name truncate">{picture.name}</span>
          <span className="lightbox-facts truncate">
            {fileSize(picture.size)} · {picture.width} × {picture.height} · {picture.addedByName ?? "a program"},{" "}
            <RelativeTime at={picture.addedAt} />
          </span>
        </div>
        <span className="spring" />
        {pictures.length > 1 && (
          <span className="lightbox-count" role="status">
            <span className="sr">Picture </span>
            {at + 1} of {pictures.length}
          </span>
        )}
        {mayPin && (
          <button
            type="button"
            className="lightbox-button"
            aria-label="Comment on a place"
            aria-pressed={place !== undefined}
            title="Comment on a place (P)"
            onClick={() => (place ? setPlace(undefined) : startPin())}
          >
            <MapPinPlus size={17} aria-hidden />
          </button>
        )}
        <button
          type="button"
          className="lightbox-button"
          aria-label="Own size"
          aria-pressed={!isWhole}
          title={isWhole ? "Own size (Z)" : "Whole picture (Z)"}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? <Maximize2 size={16} aria-hidden /> : <Minimize2 size={16} aria-hidden />}
        </button>
        <a className="lightbox-button" href={addressOf(picture)} download={picture.name} aria-label="Download" title="Download">
          <Download size={16} aria-hidden />
        </a>
        <button type="button" className="lightbox-button" aria-label="Close" title="Close (Esc)" onClick={() => dialog.current?.close()}>
          <X size={18} aria-hidden />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what a mouse does here the buttons and keys do too */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes */}
      <div
        className="lightbox-stage"
        data-whole={isWhole || undefined}
        onClick={({ target, currentTarget }) => target === currentTarget && dialog.current?.close()}
        onPointerDown={({ clientX, clientY }) => {
          touched.current = { x: clientX, y: clientY };
        }}
        onPointerUp={lift}
      >
        <div className="lightbox-picture" data-pinning={place !== undefined || undefined}>
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the pin is moved by arrows */}
          <img
            key={picture.id}
            src={addressOf(picture)}
            alt={picture.name}
            width={picture.width ?? undefined}
            height={picture.height ?? undefined}
            onClick={pinAt}
          />
          {recordId !== null && <Pins picture={picture} recordId={recordId} open={opened} onOpen={setOpened} />}
          {recordId !== null && place && (
            <NewPin
              picture={picture}
              recordId={recordId}
              place={place}
              onPlace={setPlace}
              onDone={(commentId) => {
                setPlace(undefined);
                setOpened(commentId);
              }}
            />
          )}
        </div>
      </div>
      {pictures.length > 1 && (
        <>
          <button
            type="button"
            className="lightbox-button lightbox-turn"
            data-way="back"
            aria-label="Previous picture"
            disabled={at === 0}
            onClick={() => turn(-1)}
          >
            <ArrowLeft size={22} aria-hidden />
          </button>
          <button
            type="button"
            className="lightbox-button lightbox-turn"
            data-way="on"
            aria-label="Next picture"
            disabled={isLast}
            onClick={() => turn(1)}
          >
            <ArrowRight size={22} aria-hidden />
          </button>
        </>
      )}
    </dialog>
  );
}
