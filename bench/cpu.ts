import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const TICKS_PER_SECOND = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

type Usage = { parent: number; ticks: number };

/** The name in brackets may hold blanks; what follows it does not. Own time, and that of children which ended and were waited for. */
function usageOf(pid: number): Usage | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [parent = 0] = fields.slice(1);
    const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11);
    return { parent, ticks: user + system + childrenUser + childrenSystem };
  } catch {
    // It ended while we looked.
    return null;
  }
}

/** CPU seconds that this process alone has used so far. */
export const ownCpuSeconds = (pid: number): number => (usageOf(pid)?.ticks ?? 0) / TICKS_PER_SECOND;

/** CPU seconds that a process and all its descendants have used so far, from Linux's own accounting. */
export function cpuSeconds(root: number): number {
  const all = new Map<number, Usage>();
  for (const entry of readdirSync("/proc")) {
    const usage = /^\d+$/.test(entry) ? usageOf(Number(entry)) : null;
    if (usage) all.set(Number(entry), usage);
  }
  const belongs = (pid: number | undefined): boolean => pid === root || (pid !== undefined && pid > 1 && belongs(all.get(pid)?.parent));
  let ticks = 0;
  for (const [pid, usage] of all) if (belongs(pid)) ticks += usage.ticks;
  return ticks / TICKS_PER_SECOND;
}
