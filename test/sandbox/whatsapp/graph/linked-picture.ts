import { request } from "undici";
import { happen, planStatuses } from "../delivery/message-statuses.ts";
import type { OutMessage, State } from "../state.ts";
import { imageFault } from "./image-file.ts";

const FETCH_TIMEOUT_MS = 3000;
const KEPT_MS = 10 * 60 * 1000;
const KEPT_LINKS = 1000;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

type Verdict = { fault: Promise<string | null>; at: number };
const verdicts = new WeakMap<State, Map<string, Verdict>>();

/**
 * Fetches a linked header picture after the answer, as Meta does at sending; statuses wait for it,
 * and a picture that Meta would not take fails the message with 131053. Links that leave this
 * machine are not fetched and count as good. Kept for 10 minutes per link (contract 1.9).
 */
export function watchLinkedPicture(state: State, message: OutMessage, link: string): void {
  if (!LOOPBACK.has(new URL(link).hostname)) {
    planStatuses(state, message);
    return;
  }
  void verdictOn(state, link).then((fault) => {
    if (fault === null) return planStatuses(state, message);
    if (state.rules.auto) happen(state, message, { status: "failed", code: 131053 });
  });
}

function verdictOn(state: State, link: string): Promise<string | null> {
  const known = verdicts.get(state) ?? new Map<string, Verdict>();
  verdicts.set(state, known);
  const verdict = known.get(link);
  if (verdict && Date.now() - verdict.at < KEPT_MS) return verdict.fault;
  const fault = pictureFault(link);
  if (known.size >= KEPT_LINKS) known.clear();
  known.set(link, { fault, at: Date.now() });
  // A failure is not kept: the shop may come back a moment later.
  void fault.then((found) => found !== null && known.delete(link));
  return fault;
}

async function pictureFault(link: string): Promise<string | null> {
  try {
    const answer = await request(link, {
      headersTimeout: FETCH_TIMEOUT_MS,
      bodyTimeout: FETCH_TIMEOUT_MS,
      headers: { "user-agent": "facebookexternalhit/1.1", accept: "image/*" },
    });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    if (answer.statusCode !== 200) return `link answered ${answer.statusCode}`;
    return imageFault(bytes);
  } catch {
    return "link could not be fetched";
  }
}
