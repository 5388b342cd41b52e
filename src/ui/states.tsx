import { Button } from "@mantine/core";
import type { LucideIcon } from "lucide-react";
import { CircleAlert } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Heading } from "./heading.tsx";
import { Modal } from "./modal.tsx";
import { sentenceOf } from "./undo.tsx";
import "./states.css";

/** Nothing here yet: says what will be here and offers the one thing to do about it (`action`, one button). */
export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
}: {
  icon?: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="state-box">
      {Icon && <Icon size={28} strokeWidth={1.5} aria-hidden />}
      <Heading className="state-title">{title}</Heading>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

/** Something failed: the sentence of the problem document, and a way to try again. */
export function ErrorState({
  error,
  onRetry,
  title = "This could not be shown",
}: {
  error: unknown;
  onRetry?: () => void;
  title?: string;
}) {
  return (
    <div className="state-box" role="alert">
      <CircleAlert size={28} strokeWidth={1.5} aria-hidden />
      <Heading className="state-title">{title}</Heading>
      <p>{sentenceOf(error)}</p>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** True only after 150 ms: what is quicker should show nothing in between. */
export function useSlow(afterMs = 150) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), afterMs);
    return () => clearTimeout(timer);
  }, [afterMs]);
  return slow;
}

/** From this height on a bar stands for a row, not for a line of text. */
const ROW = 20;
/** Grey bars in the shape of what is coming, shown only when it takes longer than 150 ms. */
export function Skeleton({ lines = 3, height = 14 }: { lines?: number; height?: number }) {
  const slow = useSlow();
  return (
    <div className="skeleton" role="status" data-rows={height >= ROW || undefined}>
      <span className="sr">Loading …</span>
      {slow &&
        Array.from({ length: lines }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: bars are all alike
          <span key={index} className="skeleton-bar" style={{ height, "--length": `${[92, 78, 86, 64][index % 4]}%` }} />
        ))}
    </div>
  );
}

/** Asks before what cannot be undone (sending to people outside, deleting for good). `confirm` names the act, never "OK". */
export function Confirm({
  opened,
  title,
  children,
  confirm,
  danger = false,
  busy = false,
  onConfirm,
  onClose,
}: {
  opened: boolean;
  title: string;
  children: ReactNode;
  confirm: string;
  danger?: boolean;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={420}>
      {children}
      <div className="dialog-actions">
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep as it is
        </Button>
        <Button {...(danger ? { color: "red" } : {})} loading={busy} onClick={onConfirm}>
          {confirm}
        </Button>
      </div>
    </Modal>
  );
}
