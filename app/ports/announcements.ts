import type { Tx } from "./db.ts";
import type { Deps } from "./deps.ts";

export interface PersonSpoke {
  shopId: string;
  contactId: string;
  at: Date;
}

/** What somebody wrote or tapped, and from which number. */
export interface PersonAnswered extends PersonSpoke {
  /** the person's wrapped key */
  dataKey: Uint8Array;
  /** keyed hash of the number that WhatsApp names; null where it names none (a username alone) */
  identifierHash: string | null;
  wamid: string;
  text: string | null;
  /** of the button that was tapped */
  payload: string | null;
  /** the message that it quotes, or whose button it is */
  contextWamid: string | null;
}

/**
 * `agreed`: consent was recorded. `declined`: a "no" to what we had asked, for the caller to withdraw.
 * `nothing`: it answers no question of ours.
 */
export type AnswerEffect = "agreed" | "declined" | "nothing";

/** A "no" that was said on WhatsApp itself, and recorded. */
export interface PersonRefused extends PersonSpoke {
  identifierHash: string | null;
  wamid: string;
  /** null: to everything */
  topic: string | null;
  /** false when the person had said so before */
  isNews: boolean;
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
  kind: string;
  contactId: string;
  checkoutId: string | null;
  checkoutToken: string | null;
  cartToken: string | null;
  personHashes: string[];
  since: Date;
}

export interface PurchaseAnswer {
  bought: "checkout" | "cart" | "customer" | "phone" | "email" | null;
  /** what the message shows is out of stock or has another price by now */
  isOutdated?: boolean;
  /** business time at which Shopify was asked */
  checkedAt: Date;
}

/** One person, with all contacts that turned out to be theirs; `id` is the one that stands for them. */
export interface JoinedPerson {
  id: string;
  members: string[];
}

/** Rows that follow a contact when it is joined to another, and go back when it is taken out again. */
export interface MovedRows {
  messages: string[];
  series: string[];
  checkouts: string[];
}

/** A merge that was wrong is undone. */
export interface SplitFact {
  shopId: string;
  from: JoinedPerson;
  out: JoinedPerson;
  /** hashes that name `out` again */
  hashes: string[];
  moved: MovedRows;
  since: Date;
  /** a name was met since the merge, and nobody knows whose it is */
  isUnclear: boolean;
  at: Date;
}

/** A shop gave us a token: for the first time, again after it had left (`isNew`), or once more. */
export interface InstallFact {
  shopId: string;
  at: Date;
  isNew: boolean;
}

/**
 * What a lower module tells those above it, in the same transaction. Modules import lower levels
 * only, so the composition ties these to the higher modules' use-cases.
 */
export interface Announcements {
  installed(tx: Tx, fact: InstallFact): Promise<void>;
  /** When the persons behind these hashes were erased; absent where nobody was, or where they came back. */
  erasedAt(tx: Tx, shopId: string, hashes: string[]): Promise<Map<string, Date>>;
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
  /** A person wrote or tapped something that is no clear "no": it may answer a question of ours. */
  answered(deps: Deps, tx: Tx, answer: PersonAnswered): Promise<AnswerEffect>;
  /** A person said no on WhatsApp; called after `optedOut`, so that the answer to it is not ended by it. */
  refused(deps: Deps, tx: Tx, refusal: PersonRefused): Promise<void>;
  /** A person wrote to the shop: reminding stops, people talk now. */
  replied(tx: Tx, fact: PersonSpoke): Promise<void>;
  /**
   * Two contacts turned out to be one person: all of `from` belongs to `into.id` from now on. Both are
   * held, and identifiers have moved. Gives what else was moved, for a split to give back.
   */
  merged(
    deps: Deps,
    tx: Tx,
    fact: { shopId: string; into: JoinedPerson; from: JoinedPerson; at: Date; reason: string },
  ): Promise<MovedRows>;
  /** A merge was wrong: `out` is a person of its own again, since `since` it counted as one with `from`. */
  split(deps: Deps, tx: Tx, fact: SplitFact): Promise<void>;
  /**
   * Messages began their way to WhatsApp and were not refused: accepted, held, or `unknown`, which
   * counts as sent. Comes again for the same message when a later attempt follows a `failed`.
   */
  handedOver(tx: Tx, fact: { shopId: string; messages: MessageFact[]; at: Date }): Promise<void>;
  /** Which of these people are in the middle of a series of reminders: nobody writes to them about something else. */
  openSeries(tx: Tx, shopId: string, contactIds: string[]): Promise<Set<string>>;
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
   * Asks Shopify whether these persons, carts or checkouts have bought, and whether what the messages show
   * still is so. What is missing in the answer is unknown: such a message waits.
   */
  askPurchases(
    deps: Deps,
    shopId: string,
    checks: PurchaseCheck[],
  ): Promise<Map<string, PurchaseAnswer>>;
}
