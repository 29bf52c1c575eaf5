import { randomBytes, randomUUID } from "node:crypto";
import { openVault } from "#app/adapters/vault/vault.server.ts";
import { newCode } from "#app/modules/links/link.rules.ts";
import type { BenchDatabase } from "../support/bench-database.ts";
import type { BenchSecrets } from "../support/our-web.ts";

export interface SeededLink {
  code: string;
  target: string;
}

const SHOP = "bench.myshopify.com";

function makeLinks(count: number): SeededLink[] {
  return Array.from({ length: count }, () => {
    const token = randomBytes(16).toString("hex");
    const key = randomBytes(16).toString("hex");
    const target = `https://${SHOP}/6543/checkouts/ac/${token}/recover?key=${key}&locale=de-DE`;
    return { code: newCode(randomBytes(9)), target };
  });
}

/**
 * The same links for ours (sealed, and every tap of them is recorded) and for the peer (plain), open
 * for a day.
 */
export async function seedLinks(
  { owner }: BenchDatabase,
  secrets: BenchSecrets,
  count: number,
): Promise<SeededLink[]> {
  const links = makeLinks(count);
  const vault = openVault(
    [Buffer.from(secrets.encryptionKey, "base64")],
    [Buffer.from(secrets.lookupKey, "base64")],
  );
  const { rows } = await owner.query<{ id: string }>("select shop_ensure($1) as id", [SHOP]);
  const followed = JSON.stringify({ tapTracking: "personal" });
  await owner.query("update shop set consent_settings = $1", [followed]);
  const shopId = rows[0]?.id ?? "";
  const sealed = links.map(({ target }) => vault.seal(target, `${shopId}:link`));
  await owner.query(
    `insert into link (shop_id, code, message_id, target, tracked, created_at, expires_at)
     select $1, code, message_id, decode(target, 'hex'), true, now(), now() + interval '1 day'
     from unnest($2::text[], $3::uuid[], $4::text[]) as u(code, message_id, target)`,
    [
      shopId,
      links.map((link) => link.code),
      links.map(() => randomUUID()),
      sealed.map((target) => Buffer.from(target).toString("hex")),
    ],
  );
  await owner.query(
    `insert into peer.link (code, target, expires_at)
     select code, target, now() + interval '1 day' from unnest($1::text[], $2::text[]) as u(code, target)`,
    [links.map((link) => link.code), links.map((link) => link.target)],
  );
  await owner.query("analyze link, peer.link");
  return links;
}
