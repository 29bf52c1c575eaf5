/** What the admin's page and the App Bridge in the app's frame tell each other by postMessage. */

export type NavItem = { href: string; label: string; isHome: boolean };

export type FromApp =
  | { kind: "hello"; apiKey: string }
  /** Its router listens: what is pressed from now on is heard. */
  | { kind: "ready" }
  | { kind: "location"; path: string }
  | { kind: "nav"; items: NavItem[] }
  | { kind: "token"; id: number; apiKey: string }
  | { kind: "toast"; id: string; message: string; isError: boolean; ms: number; action: string }
  | { kind: "hideToast"; id: string }
  | { kind: "loading"; on: boolean }
  | { kind: "saveBar"; id: string; open: boolean; save: string; discard: string }
  | { kind: "leave"; id: number }
  | { kind: "open"; url: string };

export type FromAdmin =
  | { kind: "token"; id: number; token: string }
  | { kind: "tokenRefused"; id: number; reason: string }
  | { kind: "navigate"; href: string }
  | { kind: "refresh" }
  | { kind: "saveBar"; id: string; action: "save" | "discard" }
  | { kind: "toast"; id: string; event: "action" | "dismiss" }
  | { kind: "leave"; id: number; isConfirmed: boolean };

/** Every message stands in an envelope of this name, so that those of others are passed over. */
const ENVELOPE = "shopify-stand-in";

export function sealed(message: FromApp | FromAdmin): object {
  return { envelope: ENVELOPE, message };
}

// Both ends are built from this file, so the envelope vouches for what is in it.

/** Whether this is what the app's frame says, not anything else that a page may post. */
export function isFromApp(data: unknown): data is { message: FromApp } {
  return isSealed(data);
}

/** Whether this is what the admin says. */
export function isFromAdmin(data: unknown): data is { message: FromAdmin } {
  return isSealed(data);
}

function isSealed(data: unknown): boolean {
  return (
    typeof data === "object" && data !== null && "envelope" in data && data.envelope === ENVELOPE
  );
}
