import {
  activeSuppressions,
  consentStates,
  lastRefusal,
  withdrawConsent,
} from "#app/modules/consent/index.ts";
import { type ConsentTopic, consentTopics } from "#app/modules/consent/consent.types.ts";
import { holdsFor } from "#app/modules/intake/index.ts";
import { type PreferenceLink, readPreferenceToken } from "#app/modules/links/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addressBlock } from "#app/shared/address-block.ts";
import { addMinutes } from "#app/shared/duration.ts";
import { joinEqual } from "./join-equal.ts";
import { type PreferencePerson, personOfToken, viewOf } from "./preference-person.ts";
import {
  PREFERENCE_PAGE_VERSION,
  type PreferenceAnswer,
  type PreferenceVisit,
  type PreferenceWish,
} from "./preferences.types.ts";

const MOST_OF_USER_AGENT = 300;

/** Tokens that nobody made, of one address in a minute. A token that bears our mark is never counted. */
const GUESSES_PER_MINUTE = 30;

type Links = ReturnType<typeof joinEqual<PreferenceAnswer>>;
const linesOf = new WeakMap<Deps, Links>();

function line(deps: Deps): Links {
  const known = linesOf.get(deps) ?? joinEqual<PreferenceAnswer>();
  linesOf.set(deps, known);
  return known;
}

async function guessed(deps: Deps, ip: string): Promise<boolean> {
  return !(await deps.db.crossShop.takeRate(
    `preference-guess:${addressBlock(ip)}`,
    60,
    GUESSES_PER_MINUTE,
  ));
}

/** The link that may be looked up, or what to say instead. Only guesses are limited. */
async function linkOf(
  deps: Deps,
  visit: PreferenceVisit,
): Promise<PreferenceLink | PreferenceAnswer> {
  const link = readPreferenceToken(deps, visit.token);
  if (!link?.isMarked && (await guessed(deps, visit.ip))) return { outcome: "too_many" };
  if (!link || link.shopId !== (visit.onlyShopId ?? link.shopId)) return { outcome: "unknown" };
  return link;
}

async function answered(
  deps: Deps,
  link: PreferenceLink,
  act: (tx: Tx, person: PreferencePerson) => Promise<void>,
): Promise<PreferenceAnswer> {
  return deps.db.inShop(link.shopId, async (tx) => {
    const found = await personOfToken(deps, tx, link);
    if (!found) return { outcome: "unknown" };
    await act(tx, found);
    return { outcome: "page", view: await viewOf(deps, tx, found.person) };
  });
}

/** What the page shows. Looking changes nothing: link previews and scanners look, too. */
export async function openPreferences(
  deps: Deps,
  visit: PreferenceVisit,
): Promise<PreferenceAnswer> {
  const link = await linkOf(deps, visit);
  if ("outcome" in link) return link;
  return line(deps)(`${visit.token} look`, () => answered(deps, link, async () => undefined));
}

interface Refusal {
  person: PreferencePerson["person"];
  wish: PreferenceWish;
}

/** A refusal of everything is also a suppression: without it there is still something to write down. */
async function isOut(tx: Tx, { person, wish }: Refusal): Promise<boolean> {
  const { shopId, contactId, hashes } = person;
  const standings = (await consentStates(tx, shopId, [contactId])).get(contactId);
  const isOff = (topic: ConsentTopic) => standings?.get(topic)?.state === "withdrawn";
  if (wish !== "all") return isOff(wish);
  if (!consentTopics.every(isOff)) return false;
  return hashes.length === 0 || (await activeSuppressions(tx, shopId, hashes)).size > 0;
}

/**
 * Whether this very no was written down a moment ago. An older one does not do: a START from before this tap may
 * wait to be read, or come late, and must not be the last word.
 */
async function isSaidAgain(deps: Deps, tx: Tx, no: Refusal): Promise<boolean> {
  if (!(await isOut(tx, no))) return false;
  const { shopId, hashes } = no.person;
  if ((await holdsFor(tx, shopId, hashes)).size > 0) return false;
  const last = await lastRefusal(tx, no.person, no.wish === "all" ? null : no.wish);
  if (last === null || last <= addMinutes(deps.clock.now(), -1)) return false;
  return isOut(tx, no); // once more: what was read in between counts by now
}

async function withdraw(
  deps: Deps,
  tx: Tx,
  of: { found: PreferencePerson; visit: PreferenceVisit; wish: PreferenceWish },
): Promise<void> {
  const { found, visit, wish } = of;
  const { shopId, contactId, dataKey, locale } = found.person;
  // By an impatient finger or a flood: the first time counts and is in the ledger.
  if (await isSaidAgain(deps, tx, { person: found.person, wish })) return;
  const at = deps.clock.now();
  const topic = wish === "all" ? null : wish;
  await withdrawConsent(
    deps,
    tx,
    { shopId, contactId, dataKey },
    {
      ...(topic ? { topic } : {}),
      source: "preference_page",
      at,
      identifierHash: null,
      evidence: {
        ip: visit.ip,
        userAgent: visit.userAgent?.slice(0, MOST_OF_USER_AGENT) ?? null,
        messageId: found.messageId,
        pageVersion: PREFERENCE_PAGE_VERSION,
        ownDomain: visit.onlyShopId !== undefined,
        locale,
      },
    },
  );
  await deps.announce.optedOut(tx, { shopId, contactId, at, topic });
}

/**
 * Ends a purpose, or everything, for the person whose link this is: in force once this resolves. Nothing
 * can be agreed to here: a link can be forwarded, and coming back needs the person's own act (see README).
 */
export async function changePreferences(
  deps: Deps,
  visit: PreferenceVisit,
  wish: PreferenceWish,
): Promise<PreferenceAnswer> {
  const link = await linkOf(deps, visit);
  if ("outcome" in link) return link;
  return line(deps)(`${visit.token} ${wish}`, () =>
    answered(deps, link, (tx, found) => withdraw(deps, tx, { found, visit, wish })),
  );
}
