import { pauseNumber, stopNumber } from "#app/modules/channel/index.ts";
import { suppressContact, withdrawConsent } from "#app/modules/consent/index.ts";
import { findContactById } from "#app/modules/contacts/index.ts";
import { pauseTemplate } from "#app/modules/templates/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { announceHandedOver, announceNotSent } from "./announce.ts";
import type { Landing } from "./landing.rules.ts";
import type { MessageNow } from "./landing.types.ts";
import { failedBefore, writeMessages } from "./moves.store.server.ts";
import type { Effect } from "./reaction.rules.ts";

interface Touched {
  deps: Deps;
  tx: Tx;
  shopId: string;
  message: MessageNow;
}

type PersonEffect = Extract<Effect, { on: "person" }>;

async function withdraw({ deps, tx, shopId, message }: Touched): Promise<void> {
  const contact = await findContactById(tx, shopId, message.contactId);
  if (!contact) return;
  const at = deps.clock.now();
  const { id: contactId, dataKey } = contact;
  await withdrawConsent(
    deps,
    tx,
    { shopId, contactId, dataKey },
    {
      source: "whatsapp_error",
      at,
      identifierHash: null,
      requestKey: `failed:${message.id}`,
      evidence: { code: message.errorCode, wamid: message.wamid },
    },
  );
  await deps.announce.optedOut(tx, { shopId, contactId, at });
}

async function touchPerson(touched: Touched, effect: PersonEffect): Promise<void> {
  const { deps, tx, shopId, message } = touched;
  const who = { shopId, contactId: message.contactId };
  const source = "whatsapp_error";
  switch (effect.do) {
    case "withdraw":
      return withdraw(touched);
    case "suppress":
      return suppressContact(deps, tx, who, { scope: effect.scope, reason: effect.reason, source });
    case "rest": {
      if (message.errorCode === null) return;
      const before = { ...who, code: message.errorCode, exceptId: message.id };
      if (!(await failedBefore(tx, shopId, before))) return;
      return suppressContact(deps, tx, who, { scope: "all", reason: "unreachable", source });
    }
  }
}

async function applyEffect(touched: Touched, effect: Effect): Promise<void> {
  const { tx, shopId, message } = touched;
  switch (effect.on) {
    case "person":
      return touchPerson(touched, effect);
    case "template":
      if (message.templateId === null) return;
      return pauseTemplate(tx, { shopId, templateId: message.templateId }, effect);
    case "number": {
      if (message.numberId === null) return;
      const target = { shopId, numberId: message.numberId };
      const { reason } = effect;
      return effect.do === "pause"
        ? pauseNumber(tx, target, effect)
        : stopNumber(tx, target, { status: "broken", reason });
    }
  }
}

/** A hundred refusals for one reason pause a number once; persons are each their own. */
function effectsOnce(landings: Landing[]): [MessageNow, Effect][] {
  const seen = new Map<string, [MessageNow, Effect]>();
  for (const { message, effect } of landings) {
    if (!effect) continue;
    const whom = { number: message.numberId, template: message.templateId, person: message.id };
    seen.set(`${effect.on}:${effect.do}:${whom[effect.on]}`, [message, effect]);
  }
  return [...seen.values()];
}

/** Writes landings and everything that follows from them, in the transaction that locked the rows. */
export async function applyLandings(
  deps: Deps,
  tx: Tx,
  landed: { shopId: string; landings: Landing[] },
): Promise<void> {
  const { shopId, landings } = landed;
  await writeMessages(
    tx,
    shopId,
    landings.map((landing) => landing.message),
  );
  for (const [message, effect] of effectsOnce(landings)) {
    await applyEffect({ deps, tx, shopId, message }, effect);
    deps.log.warn("messages.effect", {
      shopId,
      on: effect.on,
      do: effect.do,
      code: message.errorCode,
    });
  }
  const handed = landings.filter((landing) => landing.handedOver).map(({ message }) => message);
  const failed = landings.filter((landing) => landing.failed).map(({ message }) => message);
  const reasons = new Map(failed.map((message) => [message.id, message.reason ?? "failed"]));
  await announceHandedOver(deps, tx, { shopId, rows: handed });
  await announceNotSent(deps, tx, { shopId, rows: failed, reasons });
}
