import { z } from "zod";
import { wordingLocales } from "#app/modules/consent/wording.types.ts";
import type { Vault } from "#app/ports/vault.ts";

const CONTEXT = "pull-poster";

const posterSchema = z.object({
  shopId: z.uuid(),
  code: z.string().max(16),
  locale: z.enum(wordingLocales),
});
export type PosterOf = z.infer<typeof posterSchema>;

/** The address of a poster names it sealed: pages of other shops cannot be guessed. It never expires, nor does the code. */
export function posterToken(deps: { vault: Vault }, poster: PosterOf): string {
  const sealed = deps.vault.seal(JSON.stringify(poster), CONTEXT);
  return Buffer.from(sealed).toString("base64url");
}

/** Null for whatever we did not seal. */
export function openPosterToken(deps: { vault: Vault }, token: string): PosterOf | null {
  try {
    const opened: unknown = JSON.parse(deps.vault.open(Buffer.from(token, "base64url"), CONTEXT));
    return posterSchema.safeParse(opened).data ?? null;
  } catch {
    return null;
  }
}
