/** What the shopper wants now. */
export type Wish = { readonly granted: true; readonly phone: string } | { readonly granted: false };

/** A number that the server holds as granted, or may hold because an answer never came. */
export interface Held {
  readonly phone: string;
  readonly certain: boolean;
}

/** One request: a grant, a grant that corrects a number, or a withdrawal. */
export type Step =
  | { readonly granted: true; readonly phone: string; readonly replacesPhone?: string }
  | { readonly granted: false; readonly phone: string };

export type Outcome = "saved" | "refused" | "unreachable";

export type SyncState =
  | { readonly kind: "idle" | "saving" | "withdrawn" | "failed" | "refused" }
  /** `awaits`: the number may still have to be confirmed on WhatsApp */
  | { readonly kind: "saved"; readonly phone: string; readonly awaits?: boolean };

/**
 * The next request that brings the server to the wish; undefined when it is there. Numbers that may
 * be granted besides the wanted one are taken back too, so a lost answer never leaves a stray consent.
 */
export function nextStep(wish: Wish, held: readonly Held[]): Step | undefined {
  const wanted = wish.granted ? wish.phone : undefined;
  const [stray, ...others] = held.filter(({ phone }) => phone !== wanted);
  if (stray && (wanted === undefined || others.length > 0)) {
    return { granted: false, phone: stray.phone };
  }
  if (wanted === undefined) return undefined;
  if (stray) return { granted: true, phone: wanted, replacesPhone: stray.phone };
  const settled = held.some(({ phone, certain }) => phone === wanted && certain);
  return settled ? undefined : { granted: true, phone: wanted };
}

function put(held: readonly Held[], phone: string, certain: boolean): Held[] {
  return [...held.filter((each) => each.phone !== phone), { phone, certain }];
}

/** What the server may hold while the request is under way, or for ever if its answer is lost. */
export function heldWhenBegun(held: readonly Held[], step: Step): readonly Held[] {
  return put(held, step.phone, false);
}

/** What the server holds after a definite answer. */
export function heldWhenAnswered(
  held: readonly Held[],
  step: Step,
  outcome: Exclude<Outcome, "unreachable">,
): readonly Held[] {
  const others = held.filter(({ phone }) => phone !== step.phone);
  if (outcome === "refused" || !step.granted) return others;
  return put(
    others.filter(({ phone }) => phone !== step.replacesPhone),
    step.phone,
    true,
  );
}
