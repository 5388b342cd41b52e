import { useEffect, useState } from "react";
import { ago, dateOnly, instant } from "./format.ts";

/** When something happened, in words that age by themselves; the exact minute in the person's zone on hover. */
export function RelativeTime({ at }: { at: string }) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={instant(at)}>
      {ago(at, now)}
    </time>
  );
}

/** A day without a time, the same in every zone. */
export function Day({ on }: { on: string }) {
  return <time dateTime={on}>{dateOnly(on)}</time>;
}
