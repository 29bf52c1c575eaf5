import type { Outcome } from "./consent-sync.ts";
import { apiUrl, type WithSettings } from "./shop-settings.ts";

const TIMEOUT_MS = 8_000;

/** Calls go out under Shopify's token, which proves the shop and the customer who is logged in. */
export interface Caller extends WithSettings {
  readonly sessionToken: { get(): Promise<string> };
}

export const TOPICS = ["reminders", "recommendations", "offers"] as const;
export type Topic = (typeof TOPICS)[number];
export const PURPOSES = [...TOPICS, "tap_tracking"] as const;
export type Purpose = (typeof PURPOSES)[number];

export type Standing = "none" | "pending" | "granted" | "withdrawn";

/** One number of the customer who is logged in, and where they stand with it. */
export interface AccountNumber {
  readonly ref: string;
  /** masked */
  readonly phone: string;
  readonly states: Readonly<Record<Purpose, Standing>>;
}

export interface Account {
  readonly shop: string;
  /** The shop's own sentence, where it has one. */
  readonly wording?: unknown;
  readonly numbers: readonly AccountNumber[];
}

function isAccount(value: unknown): value is Account {
  return (
    typeof value === "object" &&
    value !== null &&
    "shop" in value &&
    "numbers" in value &&
    Array.isArray(value.numbers)
  );
}

/** Gives up after 8 s, however the request ends up: a withdrawal must not wait behind a dead line. */
async function withinTime<T>(ask: (signal: AbortSignal) => Promise<T>, otherwise: T): Promise<T> {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<T>((resolve) => {
    timer = setTimeout(() => {
      abort.abort();
      resolve(otherwise);
    }, TIMEOUT_MS);
  });
  const outcome = await Promise.race([ask(abort.signal).catch(() => otherwise), timeout]);
  clearTimeout(timer);
  return outcome;
}

async function isPending(response: Response): Promise<boolean> {
  const answer: unknown = await response.json().catch(() => undefined);
  const known = typeof answer === "object" && answer !== null && "state" in answer;
  return known && answer.state === "pending";
}

/**
 * Sends one opt-in or withdrawal. 2xx is saved, 422 means that the number is none, and everything else
 * (no network, no answer in 8 s, no session token) is "unreachable". Never throws.
 * @param saved is told whether a saved opt-in has to be confirmed on WhatsApp
 */
export function sendBody(
  api: Caller,
  body: object,
  saved: (pending: boolean) => void = () => undefined,
): Promise<Outcome> {
  return withinTime<Outcome>(async (signal) => {
    const token = await api.sessionToken.get();
    const response = await fetch(`${apiUrl(api)}/api/opt-in`, {
      method: "POST",
      keepalive: true,
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
      signal,
    });
    if (response.ok) {
      saved(await isPending(response));
      return "saved";
    }
    return response.status === 422 ? "refused" : "unreachable";
  }, "unreachable");
}

/** Where the customer who is logged in stands; undefined when nobody is, or nobody answers. */
export function readAccount(api: Caller): Promise<Account | undefined> {
  return withinTime<Account | undefined>(async (signal) => {
    const token = await api.sessionToken.get();
    const headers = { Authorization: `Bearer ${token}` };
    const response = await fetch(`${apiUrl(api)}/api/opt-in`, { headers, signal });
    const account: unknown = response.ok ? await response.json() : undefined;
    return isAccount(account) ? account : undefined;
  }, undefined);
}
