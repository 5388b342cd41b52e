import { Quote } from "lucide-react";
import { useLayoutEffect, useRef, useState } from "react";
import { Kbd } from "../../../ui/keyboard.tsx";
import type { Selected } from "../../../ui/text/text-highlights.tsx";

const GAP = 6;

/** Stands under selected words and quotes them: the way for mouse and finger. Place it in an element that positions what is inside. */
export function QuoteBubble({ marked, onQuote }: { marked: Selected; onQuote: () => void }) {
  const bubble = useRef<HTMLButtonElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number }>();
  useLayoutEffect(() => {
    const element = bubble.current;
    const home = element?.offsetParent?.getBoundingClientRect();
    if (!element || !home) return;
    const left = marked.rect.left + marked.rect.width / 2 - home.left - element.offsetWidth / 2;
    setPlace({ left: Math.max(8, Math.min(home.width - element.offsetWidth - 8, left)), top: marked.rect.bottom - home.top + GAP });
  }, [marked]);
  return (
    <button
      ref={bubble}
      type="button"
      className="plain quote-bubble"
      style={place ?? { visibility: "hidden" }}
      // The words stay selected while the button is pressed.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onQuote}
    >
      <Quote size={13} aria-hidden /> Quote <Kbd keys="l" />
    </button>
  );
}
