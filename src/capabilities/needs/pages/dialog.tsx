import { Modal } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";

/** So soon after a menu has closed it has given focus back to its button. */
const MENU_GONE_MS = 40;

/**
 * Who had focus when a dialog opened gets it back when it closes, unless something else has taken it meanwhile. A menu that opened the dialog
 * gives focus back to its own button a moment later: the dialog takes it again, and returns it there.
 */
function useFocus() {
  const box = useRef<HTMLDivElement>(null);
  const [first] = useState(() => document.activeElement);
  const from = useRef(first);
  useEffect(() => {
    const timer = setTimeout(() => {
      const dialog = box.current?.closest("[role=dialog]");
      if (!dialog || dialog.contains(document.activeElement)) return;
      if (document.activeElement !== document.body) from.current = document.activeElement;
      const field = dialog.querySelector("[data-autofocus]") ?? dialog.querySelector("button");
      if (field instanceof HTMLElement) field.focus();
    }, MENU_GONE_MS);
    return () => {
      clearTimeout(timer);
      requestAnimationFrame(() => {
        const isFree = document.activeElement === null || document.activeElement === document.body;
        if (isFree && from.current instanceof HTMLElement && from.current.isConnected) from.current.focus({ preventScroll: true });
      });
    };
  }, []);
  return box;
}

/** A dialog that is there while it is drawn. `isHigh` opens it where the eye is while a list is worked through. */
export function Dialog({
  title,
  size = 520,
  isHigh = false,
  mustDecide = false,
  onClose,
  children,
}: {
  title: string;
  size?: number;
  isHigh?: boolean;
  /** Only its buttons close it: Escape would lose what it holds. */
  mustDecide?: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const box = useFocus();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      {...(isHigh ? { centered: false, yOffset: "12vh" } : {})}
      {...(mustDecide ? { closeOnEscape: false, closeOnClickOutside: false, withCloseButton: false } : {})}
    >
      <div ref={box}>{children}</div>
    </Modal>
  );
}
