import type { Tx } from "#app/adapters/db/client.server.ts";

export type { Tx };

export interface StoredDelivery {
  shopId: string;
  source: "shopify" | "whatsapp";
  topic: string;
  deliveryId: string;
  triggeredAt: Date | null;
  /** sealed raw body */
  body: Uint8Array;
  /** keyed hashes of every person, checkout and cart that the body names */
  holds: string[];
}

export interface LinkRow {
  shopId: string;
  linkId: string;
  messageId: string;
  target: Uint8Array;
  /** the shop counts taps */
  counted: boolean;
  /** this tap may be tied to its message: the shop follows taps, and the person agrees to it now */
  tracked: boolean;
  language: string;
  expiresAt: Date;
  usedAt: Date | null;
}

/** One of a bucket's allowance in a window of real time. */
export interface RateTake {
  bucket: string;
  windowSeconds: number;
  max: number;
}

/** The only reads and writes that cross shops: named database functions, ids and counts. */
export interface CrossShop {
  shopByDomain(domain: string): Promise<string | null>;
  ensureShop(domain: string): Promise<string>;
  /** One statement, durable when it resolves. Returns what was new, in no order; duplicates are absent. */
  storeDeliveries(
    deliveries: StoredDelivery[],
    receivedAt: Date,
  ): Promise<{ shopId: string; eventId: string }[]>;
  intakeDue(now: Date, limit: number): Promise<{ shopId: string; eventId: string }[]>;
  checkoutsDue(
    now: Date,
    limit: number,
  ): Promise<{ shopId: string; checkoutId: string; dueAt: Date }[]>;
  /** Waiting cases of installed shops, the longest due first. */
  recommendationsDue(
    now: Date,
    limit: number,
  ): Promise<{ shopId: string; caseId: string; dueAt: Date }[]>;
  numbersWithDueMessages(now: Date): Promise<{ shopId: string; numberId: string }[]>;
  messagesInFlight(before: Date, limit: number): Promise<{ shopId: string; messageId: string }[]>;
  messagesUnsettled(before: Date, limit: number): Promise<{ shopId: string; messageId: string }[]>;
  messagesToTryAgain(before: Date, limit: number): Promise<{ shopId: string; messageId: string }[]>;
  shopByWaba(wabaId: string): Promise<{ shopId: string; numberId: string } | null>;
  shopByConnection(connectionId: string): Promise<{ shopId: string; numberId: string } | null>;
  /** Whether another shop than this one has the account or the number connected. */
  accountTaken(
    shopId: string,
    account: { wabaId: string; phoneNumberId: string },
  ): Promise<boolean>;
  /** How many people a business portfolio has written to in 24 hours, over all its shops and numbers. */
  recipientsUsed(portfolio: string, now: Date): Promise<number>;
  /** Numbers of installed shops that were not given up. */
  numbersInUse(): Promise<{ shopId: string; numberId: string }[]>;
  linkByCode(code: string): Promise<LinkRow | null>;
  shopsInstalled(): Promise<string[]>;
  /** Shops that have a ledger, or may have one. */
  shopsWithLedger(): Promise<string[]>;
  /** Every shop that has a row, uninstalled ones too: their data have to be tidied and their keys rotated. */
  shopsWithData(): Promise<string[]>;
  /** Installed shops whose own domain is due for a check. */
  proxyChecksDue(now: Date, limit: number): Promise<string[]>;
  /** Contacts of installed shops whose native WhatsApp consent is to be written, the longest due first. */
  nativeWritesDue(now: Date, limit: number): Promise<{ shopId: string; contactId: string }[]>;
  /** Installed shops whose consent sentence Shopify does not have yet. */
  wordingsDue(now: Date, limit: number): Promise<string[]>;
  /** Imports of installed shops that nobody works on. */
  importsDue(now: Date, limit: number): Promise<{ shopId: string; importId: string }[]>;
  /** Histories of installed shops that are to be read further, the longest due first. */
  historyImportsDue(now: Date, limit: number): Promise<{ shopId: string; kind: string }[]>;
  /** Installed shops with opt-ins that wait to be asked for, or whose time to be confirmed is over. */
  confirmationsDue(now: Date, limit: number): Promise<string[]>;
  /** How often WhatsApp has answered with a code that nobody here knows. */
  unknownErrorsTotal(): Promise<number>;
  /** What waits for workers, over all shops. */
  workWaiting(now: Date): Promise<WorkWaiting>;
  /** Installed shops whose recommendations are to be fitted anew, those that never were first. */
  modelsDue(now: Date, limit: number): Promise<{ shopId: string; triedAt: Date | null }[]>;
  /** What people wrote that nobody has decided about in time. */
  answersOverdue(now: Date, limit: number): Promise<{ shopId: string; answerId: string }[]>;
  /** Counts in real time; false once the window's allowance is used up. */
  takeRate(bucket: string, windowSeconds: number, max: number): Promise<boolean>;
  /** One of each, in this order, until one is used up: its place, or null when there was one of each. */
  takeRates(takes: readonly RateTake[]): Promise<number | null>;
  forgetRates(before: Date): Promise<number>;
  clockOffsetMs(): Promise<number>;
  setClockOffsetMs(offsetMs: number): Promise<void>;
}

/** Figures of operations; counts stop at 10,000. */
export interface WorkWaiting {
  intakeWaiting: number;
  /** since when the oldest of them waits; null when none does */
  intakeSince: Date | null;
  intakeParked: number;
  /** since when the reminder that is due longest waits to be looked at */
  remindersSince: Date | null;
  messagesDue: number;
}

/** One moment of a shop's data, for reads that are too long for an ordinary transaction. */
export interface Snapshot {
  /** The rows in portions; whoever stops early stops the reading. */
  rows<R extends object>(text: string, values: unknown[]): AsyncIterable<R[]>;
}

export interface Db {
  /**
   * One transaction inside one shop's wall. A serialization failure or deadlock is retried as a
   * whole, so `work` must not have effects outside the database.
   */
  inShop<T>(shopId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Reads all rows as of one moment, however many they are and however long it takes. */
  snapshot<T>(shopId: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
  crossShop: CrossShop;
  /** Answers when the database does; for health checks. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
