import { consentStates, suppressContact } from "#app/modules/consent/index.ts";
import type { Tx } from "#app/ports/db.ts";
import { decideBy } from "./answer.rules.ts";
import { PERHAPS_OPT_OUT } from "./answer.types.ts";
import { inboundIdOf, insertAnswer } from "./answers.store.server.ts";
import type { Deps } from "#app/ports/deps.ts";

const ON: readonly string[] = ["granted", "pending"];

/**
 * Somebody wrote what may be a "no": marketing for them rests until a human has read it. Whoever has agreed
 * to nothing gets nothing anyway, so there is nothing to decide.
 */
export async function holdForAnswer(
  deps: Deps,
  tx: Tx,
  said: { shopId: string; contactId: string; wamid: string; at: Date },
): Promise<void> {
  const { shopId, contactId, wamid, at } = said;
  const standings = (await consentStates(tx, shopId, [contactId])).get(contactId);
  if (![...(standings?.values() ?? [])].some(({ state }) => ON.includes(state))) return;
  await suppressContact(
    deps,
    tx,
    { shopId, contactId },
    { scope: "marketing", reason: PERHAPS_OPT_OUT, source: "whatsapp_message", since: at },
  );
  const inboundId = await inboundIdOf(tx, shopId, wamid);
  await insertAnswer(tx, shopId, { contactId, inboundId, at, decideBy: decideBy(at) });
  // Ids only: the words stay sealed in the conversation.
  deps.log.info("conversation.perhaps_opt_out", { shopId, contactId, inboundId });
}
