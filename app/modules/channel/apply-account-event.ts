import type { Deps } from "#app/ports/deps.ts";
import { reactToAccountEvent } from "./account-event.rules.ts";
import { accountEventSchema } from "./account-event.types.ts";
import { numberByWaba, writeNumber, writePause } from "./channel.store.server.ts";

/** Takes an account or number event of Meta (contract 3.7) to the number it is about. */
export async function applyAccountEvent(
  deps: Deps,
  event: { shopId: string; body: unknown },
): Promise<void> {
  const account = accountEventSchema.parse(event.body);
  const reaction = reactToAccountEvent(account, deps.clock.now());
  if (reaction.do === "nothing") return;
  await deps.db.inShop(event.shopId, async (tx) => {
    const number = await numberByWaba(tx, event.shopId, account.wabaId);
    if (!number) return;
    const target = { shopId: event.shopId, numberId: number.id };
    switch (reaction.do) {
      case "pause":
        return writePause(tx, target, reaction);
      case "stop":
        return writeNumber(tx, target, { status: reaction.status, statusReason: reaction.reason });
      case "resume":
        return writeNumber(tx, target, {
          status: "connected",
          statusReason: null,
          pausedUntil: null,
        });
      case "speed":
        return writeNumber(tx, target, { throughput: reaction.throughput });
    }
  });
  deps.log.warn("whatsapp.account_event", { wabaId: account.wabaId, reaction: reaction.do });
}
