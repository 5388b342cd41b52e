import { useEffect, useState } from "react";

const REST_MS = 180;

/** The key that was looked at for a moment: running down a list by J must not ask for suggestions at every step. */
export function useRested(key: string | undefined): string | undefined {
  const [rested, setRested] = useState(key);
  useEffect(() => {
    const timer = setTimeout(() => setRested(key), REST_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return rested === key ? key : undefined;
}
