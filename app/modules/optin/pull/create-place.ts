import { randomBytes } from "node:crypto";
import type { Deps } from "#app/ports/deps.ts";
import { newPlaceSchema } from "./pull.types.ts";
import { pullPlaces, insertPlace } from "./pull.store.server.ts";
import { pullCode } from "./pull-code.rules.ts";
import { newestWording } from "./pull-wording.ts";

/** More than anybody has use for; keeps the page short and look-ups small. */
const MOST_PLACES = 200;

export type PlaceMade =
  { ok: true; code: string } | { ok: false; problem: "label" | "kind" | "too_many" };

/** A new place with a code of its own, which works from now on and for ever. */
export async function createPlace(
  deps: Deps,
  shopId: string,
  asked: { kind: string; label: string },
): Promise<PlaceMade> {
  const wish = newPlaceSchema.safeParse(asked);
  if (!wish.success) {
    const isKind = wish.error.issues.some(({ path }) => path[0] === "kind");
    return { ok: false, problem: isKind ? "kind" : "label" };
  }
  return deps.db.inShop(shopId, async (tx) => {
    if ((await pullPlaces(tx, shopId)).length >= MOST_PLACES) {
      return { ok: false, problem: "too_many" };
    }
    const wordingVersion = await newestWording(tx, shopId);
    const place = { ...wish.data, wordingVersion, createdAt: deps.clock.now() };
    for (;;) {
      const code = pullCode(randomBytes(7));
      if (await insertPlace(tx, shopId, { ...place, code })) return { ok: true, code };
    }
  });
}
