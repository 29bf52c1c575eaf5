import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Deps } from "#app/ports/deps.ts";

/** Long enough for Meta's signup with a new account, too short to lie around. */
const LIFE_MS = 30 * 60_000;
const CONTEXT = "whatsapp_signup_link";

const linkSchema = z.object({ id: z.uuid(), shopId: z.uuid(), until: z.number() });

export type OpenedLink =
  { outcome: "valid"; id: string; shopId: string } | { outcome: "expired" | "invalid" };

/**
 * The state of one signup: sealed, so that nobody can make or read one, bound to the shop, and dead
 * after a while of real time. That it works once is the database's affair: its id is a key there.
 */
export function signupState(deps: Pick<Deps, "vault">, shopId: string): string {
  const link = { id: randomUUID(), shopId, until: Date.now() + LIFE_MS };
  return Buffer.from(deps.vault.seal(JSON.stringify(link), CONTEXT)).toString("base64url");
}

/** Where the signup runs: a page of ours on its own, since a frame cannot host it (contract 8.3). */
export function signupUrl(deps: Pick<Deps, "vault" | "appUrl">, shopId: string): string {
  return `${deps.appUrl}/connect/whatsapp?state=${signupState(deps, shopId)}`;
}

export function openSignupState(deps: Pick<Deps, "vault">, state: string): OpenedLink {
  try {
    const plain = deps.vault.open(Buffer.from(state, "base64url"), CONTEXT);
    const { id, shopId, until } = linkSchema.parse(JSON.parse(plain));
    return until < Date.now() ? { outcome: "expired" } : { outcome: "valid", id, shopId };
  } catch {
    return { outcome: "invalid" }; // forged, cut off, or sealed under a key that is gone
  }
}
