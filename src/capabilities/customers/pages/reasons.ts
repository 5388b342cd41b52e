import { useState } from "react";

const PLACE = "throughline.decline-reasons";
const STANDARD = ["Already possible", "Not what our product is for", "Too little to go on", "Not from a customer"];
const KEPT = 8;

function kept(): readonly string[] {
  return (localStorage.getItem(PLACE) ?? "").split("\n").filter((reason) => reason !== "");
}

/** Reasons for declining: those used last on this device first, then the usual ones. */
export function useReasons() {
  const [used] = useState(kept);
  return {
    reasons: [...new Set([...used, ...STANDARD])],
    remember: (reason: string) =>
      localStorage.setItem(PLACE, [reason, ...kept().filter((one) => one !== reason)].slice(0, KEPT).join("\n")),
  };
}
