import type { ModalProps } from "@mantine/core";
import { Suspense, useState } from "react";
import { later } from "./later.tsx";

const LoadedModal = later<ModalProps>(async () => (await import("./modal-box.tsx")).Modal);

/** The kit's dialog, whose code no page has to wait for. */
export function Modal(props: ModalProps) {
  const [wasOpened, setWasOpened] = useState(props.opened);
  if (props.opened && !wasOpened) setWasOpened(true);
  if (!wasOpened) return null;
  return (
    <Suspense>
      <LoadedModal {...props} />
    </Suspense>
  );
}
