import { type ConsentStandings, foldConsent } from "#app/modules/consent/consent.rules.ts";
import type { ConsentEvent } from "#app/modules/consent/consent.types.ts";
import type { ConfirmationMode } from "#app/modules/shops/consent-settings.types.ts";

/** A customer who was logged in typed this number: their word alone that it is theirs. */
export interface AccountClaim {
  readonly contactId: string;
  readonly identifierHash: string;
  readonly at: Date;
}

/**
 * What a customer may see of a number that they only claimed: what has followed from their own act, as
 * if nothing had been before it. Where numbers are confirmed on WhatsApp, a renewed "yes" stays pending
 * until the phone itself confirms: otherwise typing a stranger's number would tell who has agreed. What
 * they never asked for, they see nothing of; a missing topic stands at `none`.
 */
export function claimStandings(
  events: readonly ConsentEvent[],
  claim: AccountClaim,
  mode: ConfirmationMode,
): ConsentStandings {
  const since = events.filter((event) => event.at >= claim.at);
  const ofThisNumber = since.filter(
    ({ identifierHash }) => identifierHash === null || identifierHash === claim.identifierHash,
  );
  const seen = ofThisNumber.map((event): ConsentEvent =>
    event.kind === "granted" && mode === "double" ? { ...event, kind: "requested" } : event,
  );
  const agreed = new Set(seen.filter(({ kind }) => kind !== "withdrawn").map(({ topic }) => topic));
  const asked = [...foldConsent(seen)].filter(([topic]) => agreed.has(topic));
  return new Map(asked);
}
