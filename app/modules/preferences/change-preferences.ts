import {
  activeSuppressions,
  type ConsentOf,
  standingsOf,
  withdrawConsent,
} from "#app/modules/consent/index.ts";
import type { ConsentStandings } from "#app/modules/consent/consent.rules.ts";
import { consentTopics } from "#app/modules/consent/consent.types.ts";
import { readContacts } from "#app/modules/contacts/index.ts";
import { type PreferenceLink, readPreferenceToken } from "#app/modules/links/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
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
  return !(await deps.db.crossShop.takeRate(`preference-guess:${ip}`, 60, GUESSES_PER_MINUTE));
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
    const person = await personOfToken(deps, tx, link);
    if (!person) return { outcome: "unknown" };
    await act(tx, person);
    return { outcome: "page", view: await viewOf(deps, tx, person.contact) };
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

/** A refusal of everything is also a suppression: without it there is still something to write down. */
async function isRefused(
  deps: Deps,
  tx: Tx,
  of: { who: ConsentOf; standings: ConsentStandings; wish: PreferenceWish },
): Promise<boolean> {
  const { who, standings, wish } = of;
  if (wish !== "all") return standings.get(wish)?.state === "withdrawn";
  if (consentTopics.some((topic) => standings.get(topic)?.state !== "withdrawn")) return false;
  const { shopId, contactId } = who;
  const cards = await readContacts(deps, tx, { shopId, ids: [contactId] });
  const hashes = cards.get(contactId)?.hashes ?? [];
  return hashes.length === 0 || (await activeSuppressions(tx, shopId, hashes)).size > 0;
}

async function withdraw(
  deps: Deps,
  tx: Tx,
  of: { person: PreferencePerson; visit: PreferenceVisit; wish: PreferenceWish },
): Promise<void> {
  const { person, visit, wish } = of;
  const { shopId, id: contactId, dataKey, locale } = person.contact;
  const who = { shopId, contactId, dataKey };
  const standings = await standingsOf(tx, who);
  // Said again, by an impatient finger or a flood: the first time counts and is in the ledger.
  if (await isRefused(deps, tx, { who, standings, wish })) return;
  const at = deps.clock.now();
  await withdrawConsent(deps, tx, who, {
    ...(wish === "all" ? {} : { topic: wish }),
    source: "preference_page",
    at,
    identifierHash: null,
    evidence: {
      ip: visit.ip,
      userAgent: visit.userAgent?.slice(0, MOST_OF_USER_AGENT) ?? null,
      messageId: person.messageId,
      pageVersion: PREFERENCE_PAGE_VERSION,
      ownDomain: visit.onlyShopId !== undefined,
      locale,
    },
  });
  await deps.announce.optedOut(tx, { shopId, contactId, at, topic: wish === "all" ? null : wish });
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
    answered(deps, link, (tx, person) => withdraw(deps, tx, { person, visit, wish })),
  );
}
