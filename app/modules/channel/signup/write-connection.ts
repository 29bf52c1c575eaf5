import { randomBytes } from "node:crypto";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { ownAppOf } from "../app-secret.store.server.ts";
import {
  giveUpOthers,
  lastAccountOf,
  numberByWaba,
  upsertNumber,
  writeFacts,
} from "../channel.store.server.ts";
import type { Origin } from "../channel.types.ts";
import { blockedBy, startStatus } from "../health/health.rules.ts";
import type { NumberFacts } from "../health/health.types.ts";
import { openSecret, sealSecret } from "../secrets.ts";
import { ConnectError } from "./account-steps.ts";

export interface Connection {
  shopId: string;
  wabaId: string;
  phoneNumberId: string;
  token: string;
  facts: NumberFacts;
  /** the two-step PIN that was just set, or null */
  pin: string | null;
  origin: Origin;
  appSecret: string | null;
}

/** The same secret of the same app has proven itself before; a new one has to do so first. */
async function earlierProof(deps: Deps, tx: Tx, { shopId, wabaId, appSecret }: Connection) {
  const before = await numberByWaba(tx, shopId, wabaId);
  const app = before && (await ownAppOf(tx, shopId, before.id));
  const known = app?.appSecret ? openSecret(deps, shopId, app.appSecret) : null;
  const isSame = appSecret !== null && known === appSecret;
  return {
    webhookSeenAt: isSame ? (app?.webhookSeenAt ?? null) : null,
    verifyToken: app?.verifyToken ? openSecret(deps, shopId, app.verifyToken) : null,
  };
}

/** What a connection needs of the facts, where Meta left something out. */
function knownOf(facts: NumberFacts, phoneNumberId: string) {
  return {
    portfolioId: facts.portfolioId,
    displayPhone: facts.displayPhone ?? phoneNumberId,
    verifiedName: facts.verifiedName ?? "",
    throughput: facts.throughput ?? "STANDARD",
  };
}

/** Writes a checked account as the shop's, with what Meta says of it; its place is where its health puts it. */
export async function writeConnection(
  deps: Deps,
  connection: Connection,
): Promise<{ numberId: string; accountChanged: boolean }> {
  const { shopId, wabaId, phoneNumberId, facts, pin, origin, appSecret } = connection;
  const seal = (plain: string | null) => (plain === null ? null : sealSecret(deps, shopId, plain));
  const now = deps.clock.now();
  const ownApp = origin === "own_app";
  const written = await deps.db.inShop(shopId, async (tx) => {
    const lastAccount = await lastAccountOf(tx, shopId);
    const { webhookSeenAt, verifyToken } = await earlierProof(deps, tx, connection);
    const stop = blockedBy(facts.health);
    const status = stop?.status ?? startStatus({ origin, webhookSeenAt });
    const id = await upsertNumber(tx, {
      shopId,
      wabaId,
      phoneNumberId,
      ...knownOf(facts, phoneNumberId),
      token: sealSecret(deps, shopId, connection.token),
      origin,
      status,
      statusReason: stop?.reason ?? (status === "waiting" ? "waiting_for_webhook" : null),
      connectedAt: now,
      appSecret: seal(appSecret),
      // Shown beside the callback address, and asked for by Meta (contract 3.1).
      verifyToken: ownApp ? seal(verifyToken ?? randomBytes(18).toString("base64url")) : null,
      webhookSeenAt,
      twoStepPin: seal(pin),
    });
    if (id === null) return null;
    const target = { shopId, numberId: id };
    await writeFacts(tx, target, { ...facts, at: now });
    await giveUpOthers(tx, target);
    return { numberId: id, accountChanged: lastAccount !== null && lastAccount !== wabaId };
  });
  if (written === null) throw new ConnectError("account_of_another_shop");
  return written;
}
