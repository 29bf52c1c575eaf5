import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import {
  type AccountReaction,
  concernsNumber,
  reactToAccountEvent,
} from "./account-event.rules.ts";
import { accountEventSchema } from "./account-event.types.ts";
import {
  forgetPin,
  numberByWaba,
  writeFacts,
  writePause,
  writeStatus,
} from "./channel.store.server.ts";
import type { NumberRow } from "./channel.types.ts";
import { startStatus } from "./health/health.rules.ts";

async function apply(tx: Tx, number: NumberRow, reaction: AccountReaction): Promise<void> {
  const target = { shopId: number.shopId, numberId: number.id };
  switch (reaction.do) {
    case "nothing":
      return;
    case "pause":
      return writePause(tx, target, reaction);
    case "stop":
      await writeStatus(tx, target, reaction);
      return;
    case "resume": {
      const isThat = reaction.after.includes(number.statusReason ?? "");
      if (!isThat || (number.status !== "stopped" && number.status !== "broken")) return;
      await writeStatus(tx, target, { status: startStatus(number), reason: null });
      return;
    }
    case "keep":
      return writeFacts(tx, target, reaction.facts);
    case "forget_pin":
      return forgetPin(tx, target);
  }
}

/** Takes an account or number event of Meta (contract 3.7) to the number it is about. */
export async function applyAccountEvent(
  deps: Deps,
  event: { shopId: string; body: unknown },
): Promise<void> {
  const account = accountEventSchema.parse(event.body);
  const context = { now: deps.clock.now(), appId: deps.whatsapp.appId };
  const reaction = reactToAccountEvent(account, context);
  if (reaction.do === "nothing") return;
  await deps.db.inShop(event.shopId, async (tx) => {
    const number = await numberByWaba(tx, event.shopId, account.wabaId);
    if (number && concernsNumber(account, number.displayPhone)) await apply(tx, number, reaction);
  });
  deps.log.warn("whatsapp.account_event", { wabaId: account.wabaId, reaction: reaction.do });
}
