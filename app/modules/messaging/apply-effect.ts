import { pauseNumber, pauseUtility, slowNumber, stopNumber } from "#app/modules/channel/index.ts";
import { suppressContact, withdrawConsent } from "#app/modules/consent/index.ts";
import { findContactById, readContacts } from "#app/modules/contacts/index.ts";
import { refusePicture } from "#app/modules/media/index.ts";
import { pauseTemplate, pollTemplatesJob, textOnlyTemplate } from "#app/modules/templates/index.ts";
import {
  type TemplateValues,
  templateValuesSchema,
} from "#app/modules/templates/template.types.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { assertNever } from "#app/shared/assert-never.ts";
import { MINUTE_MS } from "#app/shared/duration.ts";
import { phoneCountry } from "#app/shared/phone.ts";
import type { MessageNow } from "./landing.types.ts";
import { payloadContext } from "./plan-message.ts";
import type { Effect } from "./reaction.rules.ts";
import {
  countUnknownError,
  failedBefore,
  payloadOf,
  usePayload,
  useTemplate,
  writeBlockedCountry,
  writeRest,
} from "./refusals.store.server.ts";

/** The message that met the failure, in the transaction that writes it. */
export interface Touched {
  deps: Deps;
  tx: Tx;
  shopId: string;
  message: MessageNow;
}

type EffectOn<On extends Effect["on"]> = Extract<Effect, { on: On }>;

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

/** The second failure in a row that says "not on WhatsApp" is believed; the first is slept on. */
async function rest(
  { deps, tx, shopId, message }: Touched,
  wish: Extract<EffectOn<"person">, { do: "rest" }>,
): Promise<void> {
  const { contactId, errorCode: code } = message;
  if (code === null) return;
  const { scope, until, ends } = wish;
  const before = { contactId, code, exceptId: message.id };
  if (ends !== null && (await failedBefore(tx, shopId, before))) {
    const suppression = { scope, reason: ends, source: "whatsapp_error" };
    return suppressContact(deps, tx, { shopId, contactId }, suppression);
  }
  await writeRest(tx, shopId, { contactId, code, scope, since: deps.clock.now(), until });
}

async function onPerson(touched: Touched, effect: EffectOn<"person">): Promise<void> {
  const { deps, tx, shopId, message } = touched;
  switch (effect.do) {
    case "withdraw":
      return withdraw(touched);
    case "suppress": {
      const who = { shopId, contactId: message.contactId };
      const { scope, reason } = effect;
      return suppressContact(deps, tx, who, { scope, reason, source: "whatsapp_error" });
    }
    case "rest":
      return rest(touched, effect);
    default:
      return assertNever(effect);
  }
}

/** The country is that of the number which the message was for. */
async function blockCountry({ deps, tx, shopId, message }: Touched, until: Date): Promise<void> {
  const { numberId, contactId, toHash } = message;
  if (numberId === null) return;
  const cards = await readContacts(deps, tx, { shopId, ids: [contactId] });
  const phone = cards.get(contactId)?.phones.get(toHash);
  const country = phone ? phoneCountry(phone) : null;
  if (country === null) return;
  await writeBlockedCountry(tx, shopId, { numberId, country, since: deps.clock.now(), until });
}

async function onNumber(touched: Touched, effect: EffectOn<"number">): Promise<void> {
  const { tx, shopId, message } = touched;
  if (message.numberId === null) return;
  const target = { shopId, numberId: message.numberId };
  // A refusal that comes late speaks of the token it was sent with, not of a connection made since.
  const since = message.handedOverAt ? { since: message.handedOverAt } : {};
  switch (effect.do) {
    case "pause":
      if (effect.alert) await alert(touched);
      return pauseNumber(tx, target, effect);
    case "slow":
      await slowNumber(tx, target, { until: effect.slowUntil, factor: effect.factor });
      return pauseNumber(tx, target, effect);
    case "pause_utility":
      return pauseUtility(tx, target, effect.until);
    case "stop":
      return stopNumber(tx, target, { status: "stopped", reason: effect.reason, ...since });
    case "break":
      return stopNumber(tx, target, { status: "broken", reason: effect.reason, ...since });
    case "block_country":
      return blockCountry(touched, effect.until);
    default:
      return assertNever(effect);
  }
}

/** Meta's list says soon how the template really stands. */
async function onTemplate(
  { deps, tx, shopId, message }: Touched,
  effect: EffectOn<"template">,
): Promise<void> {
  if (message.templateId === null) return;
  await pauseTemplate(tx, { shopId, templateId: message.templateId }, effect);
  const jobId = `poll-templates-${shopId}`;
  await deps.jobs.enqueue(pollTemplatesJob, { shopId }, { jobId, delayMs: 5 * MINUTE_MS });
}

/** Logged, counted, and shown to the merchant: a code that nobody here knows. */
async function alert({ deps, tx, shopId, message }: Touched): Promise<void> {
  const code = message.errorCode ?? 0;
  // Only what was accepted has an id of WhatsApp's, and fails by webhook.
  const place = message.wamid === null ? "response" : "webhook";
  deps.log.error("whatsapp.unknown_error", { shopId, messageId: message.id, code, place });
  await countUnknownError(tx, shopId, { code, place, at: deps.clock.now(), hits: 1 });
}

/** What the message's template is filled with; null when that is gone, or it has no template. */
async function valuesOf({ deps, tx, shopId, message }: Touched): Promise<TemplateValues | null> {
  const payload = await payloadOf(tx, shopId, message.id);
  if (payload === null) return null;
  const opened: unknown = JSON.parse(deps.vault.open(payload, payloadContext(shopId)));
  return templateValuesSchema.safeParse(opened).data ?? null;
}

/** The upload that the message carried is of no more use; others go without it from now on. */
async function dropPicture(touched: Touched): Promise<void> {
  const { deps, tx, shopId, message } = touched;
  const mediaId = (await valuesOf(touched))?.pictureMediaId;
  if (mediaId) await refusePicture(deps, tx, { shopId, mediaId });
  if (message.templateId === null) return;
  const templateId = await textOnlyTemplate(tx, shopId, message.templateId);
  if (templateId !== null) await useTemplate(tx, shopId, { messageId: message.id, templateId });
}

/** The merchant's own words left less room than we knew: what is filled in is cut shorter. */
async function shorten(touched: Touched): Promise<void> {
  const { deps, tx, shopId, message } = touched;
  const values = await valuesOf(touched);
  if (values === null) return;
  const brief = JSON.stringify({ ...values, brief: true });
  const payload = deps.vault.seal(brief, payloadContext(shopId));
  await usePayload(tx, shopId, { messageId: message.id, payload });
}

async function onMessage(touched: Touched, effect: EffectOn<"message">): Promise<void> {
  switch (effect.do) {
    case "alert":
      return alert(touched);
    case "drop_picture":
      return dropPicture(touched);
    case "shorten":
      return shorten(touched);
    default:
      return assertNever(effect.do);
  }
}

/** What a failure changes beyond its own message (contract 2), in the transaction that writes it. */
export async function applyEffect(touched: Touched, effect: Effect): Promise<void> {
  switch (effect.on) {
    case "person":
      return onPerson(touched, effect);
    case "number":
      return onNumber(touched, effect);
    case "template":
      return onTemplate(touched, effect);
    case "message":
      return onMessage(touched, effect);
    default:
      return assertNever(effect);
  }
}
