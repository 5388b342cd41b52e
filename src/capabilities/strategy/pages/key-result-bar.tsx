import type { KeyResult } from "../schema.ts";
import { keyResultWords, progressWords } from "./objective-words.ts";
import "./objectives.css";

/** A key result in one line: how far, in words and as a bar. Without a metric the bar is dashed and empty. */
export function KeyResultBar({ keyResult }: { keyResult: KeyResult }) {
  const { name, progress, metric } = keyResult;
  return (
    <span className="key-result" data-missing={metric === null || undefined}>
      <span className="key-result-name truncate">{name}</span>
      <span className="key-result-bar" role="img" aria-label={`${name}: ${progressWords(keyResult)}`}>
        <i style={{ width: `${Math.max(0, Math.min(1, progress ?? 0)) * 100}%` }} />
      </span>
      <span className="key-result-words truncate">{keyResultWords(keyResult)}</span>
    </span>
  );
}
