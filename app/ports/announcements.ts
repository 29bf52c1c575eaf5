import type { Tx } from "./db.ts";

export interface PersonSpoke {
  shopId: string;
  contactId: string;
  at: Date;
}

/**
 * What a lower module tells those above it, in the same transaction. Modules import lower levels
 * only, so the composition ties these to the higher modules' use-cases.
 */
export interface Announcements {
  /** A person opted in (or corrected the number) at this checkout. */
  optedIn(
    tx: Tx,
    fact: { shopId: string; contactId: string; checkoutToken: string | null },
  ): Promise<void>;
  /** A person said no: what is planned for them is not sent. */
  optedOut(tx: Tx, fact: PersonSpoke): Promise<void>;
  /** A person wrote to the shop: reminding stops, people talk now. */
  replied(tx: Tx, fact: PersonSpoke): Promise<void>;
}
