import type { ServerResponse } from "node:http";
import { parseJson } from "../json.ts";
import { entriesAfter } from "../request-log.ts";
import type { State } from "../state.ts";

const PIECE = 500;

/**
 * GET /_control/log: written piece by piece, and raw bodies are put in as they came, so that
 * hundreds of thousands of entries cost no second copy. `bodies=0` leaves the bodies out.
 */
export async function writeLog(
  state: State,
  res: ServerResponse,
  query: URLSearchParams,
): Promise<void> {
  const since = Number(query.get("since") ?? 0) || 0;
  const bodies = query.get("bodies") !== "0";
  const { log } = state;
  res.writeHead(200, { "content-type": "application/json" });
  res.write(`{"seq":${log.seq}`);
  const lists = { accepted: log.accepted, refused: log.refused, begun: log.begun };
  for (const [name, list] of Object.entries<{ seq: number }[]>(lists)) {
    res.write(`,"${name}":[`);
    await writeEntries(res, entriesAfter(list, since), bodies);
    res.write("]");
  }
  res.end("}");
}

async function writeEntries(
  res: ServerResponse,
  entries: readonly object[],
  bodies: boolean,
): Promise<void> {
  for (let start = 0; start < entries.length; start += PIECE) {
    const piece = entries.slice(start, start + PIECE).map((entry) => entryJson(entry, bodies));
    const goesOn = res.write((start > 0 ? "," : "") + piece.join(","));
    if (!goesOn && !res.destroyed) await drained(res);
  }
}

/** Until the reader took what was written, or went away. */
function drained(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      res.off("drain", done);
      res.off("close", done);
      resolve();
    };
    res.on("drain", done);
    res.on("close", done);
  });
}

function entryJson(entry: object & { raw?: string }, bodies: boolean): string {
  const { raw, ...rest } = entry;
  const json = JSON.stringify(rest);
  if (raw === undefined || !bodies) return json;
  // A refused body may be no JSON at all: then it is shown as the text that it was.
  const body = parseJson(raw) === undefined ? JSON.stringify(raw) : raw;
  return `${json.slice(0, -1)},"body":${body}}`;
}
