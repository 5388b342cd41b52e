import type { ReactNode } from "react";
import { type Kind, kinds } from "./kinds.ts";

/** The icon of a kind in its colour; `word` adds its name, otherwise a screen reader hears it. */
export function KindIcon({ kind, size = 14, word = false }: { kind: Kind; size?: number; word?: boolean }) {
  const { icon: Icon, word: name } = kinds[kind];
  return (
    <span className="kind" data-kind={kind}>
      <Icon size={size} strokeWidth={2} aria-hidden />
      {word ? name : <span className="sr">{name}</span>}
    </span>
  );
}

/** The shape of a state: how far along, told by form so that it needs no colour. */
export type PipShape = "dotted" | "ring" | "half" | "filled" | "check" | "cross";

/** A state: shape and word together. `kind` lends the colour. */
export function StatePip({ shape, children, kind }: { shape: PipShape; children: ReactNode; kind?: Kind }) {
  return (
    <span className="state" data-kind={kind}>
      <i className="pip" data-shape={shape} aria-hidden />
      {children}
    </span>
  );
}

/** Importance 0–3 as dots. */
export function ImportanceDots({ value }: { value: number }) {
  return (
    <span className="dots" role="img" aria-label={`Importance ${value} of 3`} title={`Importance ${value} of 3`}>
      {[1, 2, 3].map((step) => (
        <i key={step} data-on={step <= value || undefined} />
      ))}
    </span>
  );
}

/** A label of the workspace. `onRemove` gives it a cross. */
export function LabelChip({ name, colour, onRemove }: { name: string; colour?: string; onRemove?: () => void }) {
  return (
    <span className="chip" style={colour ? { "--k": colour } : undefined}>
      {colour && <i className="chip-dot" aria-hidden />}
      {name}
      {onRemove && (
        <button type="button" className="plain chip-remove" aria-label={`Remove ${name}`} onClick={onRemove}>
          ×
        </button>
      )}
    </span>
  );
}

/** A record's short key, `N-42`, in the kind's colour. */
export function RecordKey({ children, kind }: { children: string; kind?: Kind }) {
  return (
    <span className="record-key" data-kind={kind}>
      {children}
    </span>
  );
}

/**
 * Two values on one line of 0 to `max`: `value` solid over `base` pale (a need: satisfied over important; the pale rest is what is missing).
 * With `low` and `high` instead, a range with its middle marked.
 */
export function RangeBar({
  max,
  value,
  base,
  low,
  high,
  label,
  kind,
}: {
  max: number;
  value?: number;
  base?: number;
  low?: number;
  high?: number;
  /** The same in words, for a screen reader. */
  label: string;
  kind?: Kind;
}) {
  const share = (part: number) => `${Math.max(0, Math.min(100, (part / max) * 100))}%`;
  return (
    <span className="range-bar" role="img" aria-label={label} data-kind={kind}>
      {base !== undefined && <i className="range-base" style={{ width: share(base) }} />}
      {low !== undefined && high !== undefined && <i className="range-span" style={{ left: share(low), width: share(high - low) }} />}
      {value !== undefined && (
        <i
          className={low === undefined ? "range-value" : "range-tick"}
          style={low === undefined ? { width: share(value) } : { left: share(value) }}
        />
      )}
    </span>
  );
}

/** A small line of the last values; the numbers stand in `label`. */
export function Sparkline({
  values,
  label,
  kind,
  width = 76,
  height = 28,
}: {
  values: readonly number[];
  label: string;
  kind?: Kind;
  width?: number;
  height?: number;
}) {
  if (values.length < 2) return null;
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const x = (index: number) => (2 + (index * (width - 6)) / (values.length - 1)).toFixed(1);
  const y = (value: number) => (3 + (height - 6) * (1 - (value - low) / span)).toFixed(1);
  const line = values.map((value, index) => `${index === 0 ? "M" : "L"}${x(index)} ${y(value)}`).join("");
  const last = values.length - 1;
  return (
    <svg className="sparkline" data-kind={kind} width={width} height={height} role="img" aria-label={label}>
      <path className="sparkline-fill" d={`${line}L${x(last)} ${height}L2 ${height}Z`} />
      <path className="sparkline-line" d={line} />
      <circle cx={x(last)} cy={y(values[last] ?? 0)} r="2.4" />
    </svg>
  );
}
