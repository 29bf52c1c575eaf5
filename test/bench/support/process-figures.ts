import { readdirSync, readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** What follows the name in /proc/PID/stat: the name may hold spaces and brackets. */
function statOf(pid: number): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? null;
  } catch {
    return null; // gone, or not on Linux
  }
}

function secondsOf(pid: number): number {
  const stat = statOf(pid);
  return stat ? (Number(stat[11]) + Number(stat[12])) / TICKS_PER_SECOND : 0;
}

/** Processor seconds of a process and of its children, dead and reaped ones included. */
export function processorSeconds(pid: number): number {
  const own = statOf(pid);
  if (!own) return 0;
  const reaped = (Number(own[13]) + Number(own[14])) / TICKS_PER_SECOND;
  const pids = readdirSync("/proc").map(Number).filter(Number.isInteger);
  const children = pids.filter((one) => Number(statOf(one)?.[1]) === pid);
  return secondsOf(pid) + reaped + children.reduce((sum, child) => sum + secondsOf(child), 0);
}

/** Resident memory in MB; null where the system does not tell. */
export function residentMb(pid: number): number | null {
  try {
    const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kb === undefined ? null : Number(kb) / 1024;
  } catch {
    return null;
  }
}
