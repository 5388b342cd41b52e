import { type ReactNode, useEffect, useState } from "react";
import { Modal } from "../../../ui/modal.tsx";

/** Who has focus now; of a menu that is about to close, its button. */
function focused(): Element | null {
  const menu = document.activeElement?.closest("[role=menu]")?.getAttribute("aria-labelledby");
  return menu ? document.getElementById(menu) : document.activeElement;
}

/** Who had focus when a dialog opened gets it back when it closes, unless something else has taken it meanwhile. */
function useFocusBack() {
  const [from] = useState(focused);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        const isFree = document.activeElement === null || document.activeElement === document.body;
        if (isFree && from instanceof HTMLElement && from.isConnected) from.focus({ preventScroll: true });
      });
    },
    [from],
  );
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
  useFocusBack();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      {...(isHigh ? { centered: false, yOffset: "12vh" } : {})}
      {...(mustDecide ? { closeOnEscape: false, closeOnClickOutside: false, withCloseButton: false } : {})}
    >
      {children}
    </Modal>
  );
}
