import {
  heldWhenAnswered,
  heldWhenBegun,
  nextStep,
  type Held,
  type Outcome,
  type Step,
  type SyncState,
  type Wish,
} from "./consent-sync.ts";

const RETRY_AFTER_MS = 2_000;

/** One request and the id that its repetition keeps, so that the server counts it once. */
export interface Request {
  readonly id: string;
  readonly step: Step;
}

interface SyncParts {
  /** Never throws: whatever goes wrong is "unreachable". */
  readonly send: (request: Request) => Promise<Outcome>;
  readonly announce: (state: SyncState) => void;
}

export interface Sync {
  /** Brings the server to this wish; the newest wish wins. Also tries again after a failure. */
  readonly want: (wish: Wish) => Promise<void>;
  /** A number that this shopper granted earlier in this checkout. */
  readonly restore: (phone: string) => void;
}

const same = (a: Step, b: Step) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Sends one request at a time and the newest wish next, so requests never overtake each other. What
 * fails is tried once more after 2 s; then `announce` says "failed" until the shopper acts.
 */
export function startSync({ send, announce }: SyncParts): Sync {
  let wish: Wish = { granted: false };
  let held: readonly Held[] = [];
  let running = false;
  let unanswered: Request | undefined;
  let wake = (): void => undefined;

  // A new wish ends the pause: a withdrawal must not wait behind a retry.
  const pause = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, RETRY_AFTER_MS);
    });

  async function attempt(step: Step): Promise<Outcome> {
    const request =
      unanswered && same(unanswered.step, step) ? unanswered : { id: crypto.randomUUID(), step };
    unanswered = request;
    held = heldWhenBegun(held, step);
    announce({ kind: "saving" });
    const outcome = await send(request);
    if (outcome === "unreachable") return outcome;
    unanswered = undefined;
    held = heldWhenAnswered(held, step, outcome);
    return outcome;
  }

  /** Ends when the server is at the wish, or could not be reached twice in a row for it. */
  async function settle(): Promise<SyncState> {
    let kind: "idle" | "withdrawn" | "refused" = "idle";
    let failures = 0;
    for (let step = nextStep(wish, held); step; step = nextStep(wish, held)) {
      const began = wish;
      const outcome = await attempt(step);
      failures = outcome === "unreachable" && wish === began ? failures + 1 : 0;
      if (failures > 1) return { kind: "failed" };
      if (outcome === "unreachable") await pause();
      else if (wish !== began || kind === "idle") kind = "withdrawn";
      if (outcome === "refused" && wish === began) {
        // A number that was saved before must not outlive its correction.
        wish = { granted: false };
        kind = "refused";
      }
    }
    return wish.granted ? { kind: "saved", phone: wish.phone } : { kind };
  }

  return {
    async want(next) {
      wish = next;
      wake();
      if (running) return;
      running = true;
      const end = await settle();
      running = false;
      announce(end);
    },
    restore(phone) {
      wish = { granted: true, phone };
      held = [{ phone, certain: true }];
      announce({ kind: "saved", phone });
    },
  };
}
