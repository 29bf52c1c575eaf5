import type { Tx } from "./db.ts";
import type { Deps } from "./deps.ts";

export interface PersonSpoke {
  shopId: string;
  contactId: string;
  at: Date;
}

/** A message of ours, as those who planned it know it. */
export interface MessageFact {
  messageId: string;
  kind: string;
  contactId: string;
  checkoutId: string | null;
  seriesId: string | null;
  step: number | null;
}

/** What Shopify is asked about a message before it may be claimed. */
export interface PurchaseCheck {
  messageId: string;
  contactId: string;
  checkoutId: string | null;
  checkoutToken: string | null;
  cartToken: string | null;
  personHashes: string[];
  since: Date;
}

export interface PurchaseAnswer {
  bought: "checkout" | "cart" | "customer" | "phone" | "email" | null;
  /** business time at which Shopify was asked */
  checkedAt: Date;
}

/**
 * What a lower module tells those above it, in the same transaction. Modules import lower levels
 * only, so the composition ties these to the higher modules' use-cases.
 */
export interface Announcements {
  /** A person opted in (or corrected the number) at this checkout. */
  optedIn(
    deps: Deps,
    tx: Tx,
    fact: { shopId: string; contactId: string; checkoutToken: string | null },
  ): Promise<void>;
  /**
   * A person said no: what is planned for them is not sent. `topic`: no to that alone; left out or
   * null, to everything.
   */
  optedOut(tx: Tx, fact: PersonSpoke & { topic?: string | null }): Promise<void>;
  /** A person wrote to the shop: reminding stops, people talk now. */
  replied(tx: Tx, fact: PersonSpoke): Promise<void>;
  /**
   * Messages began their way to WhatsApp and were not refused: accepted, held, or `unknown`, which
   * counts as sent. Comes again for the same message when a later attempt follows a `failed`.
   */
  handedOver(tx: Tx, fact: { shopId: string; messages: MessageFact[]; at: Date }): Promise<void>;
  /** Messages ended without being handed over (skipped at the claim), or failed for good. */
  notSent(
    tx: Tx,
    fact: { shopId: string; messages: (MessageFact & { reason: string })[]; at: Date },
  ): Promise<void>;
  /**
   * A number may send from now on: it was connected, mended or resumed. What waits for it, or for one
   * that the shop gave up, may leave; on another account than before, once its templates are approved.
   */
  numberReady(
    deps: Deps,
    fact: { shopId: string; numberId: string; accountChanged?: boolean },
  ): Promise<void>;
  /**
   * Asks Shopify whether these persons, carts or checkouts have bought. What is missing in the answer
   * is unknown: such a message waits.
   */
  askPurchases(
    deps: Deps,
    shopId: string,
    checks: PurchaseCheck[],
  ): Promise<Map<string, PurchaseAnswer>>;
}
