import { useEffect, useState } from "react";

const REST_MS = 180;

/** Whether a part has stood for a moment: running down a list must not ask for what hangs on each at every step. */
export function useStood(): boolean {
  const [hasStood, setStood] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setStood(true), REST_MS);
    return () => clearTimeout(timer);
  }, []);
  return hasStood;
}
