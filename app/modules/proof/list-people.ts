import { consentStates } from "#app/modules/consent/index.ts";
import type { MessageTopic } from "#app/modules/consent/consent.types.ts";
import {
  type ContactCursor,
  newestContacts,
  noteAccess,
  readContacts,
} from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { maskPhone } from "#app/shared/phone.ts";
import type { PeoplePage, PersonLine } from "./people.types.ts";
import { personsNamed } from "./persons-named.ts";

const PAGE = 50;

function writeCursor({ createdAt, id }: ContactCursor): string {
  return `${createdAt.getTime()}.${id}`;
}

/** A cursor that is none, as in an address that somebody cut, begins at the start. */
function readCursor(text: string | null): ContactCursor | null {
  const [, ms, id] = /^(\d{1,14})\.([0-9a-f-]{36})$/.exec(text ?? "") ?? [];
  return ms === undefined || id === undefined ? null : { createdAt: new Date(Number(ms)), id };
}

async function linesOf(
  deps: Deps,
  tx: Tx,
  shopId: string,
  found: ContactCursor[],
): Promise<PersonLine[]> {
  const ids = found.map(({ id }) => id);
  const people = await readContacts(deps, tx, { shopId, ids });
  const states = await consentStates(tx, shopId, ids);
  return found.map(({ id, createdAt }) => {
    const person = people.get(id);
    const [phone] = [...(person?.phones.values() ?? [])];
    const stateOf = (topic: MessageTopic) => states.get(id)?.get(topic)?.state ?? "none";
    return {
      id,
      firstName: person?.firstName ?? null,
      phone: phone === undefined ? null : maskPhone(phone),
      since: createdAt.toISOString(),
      states: {
        reminders: stateOf("reminders"),
        recommendations: stateOf("recommendations"),
        offers: stateOf("offers"),
      },
    };
  });
}

/** Somebody at the shop who looks at people; what they are shown is written down. */
export interface PeopleReader {
  shopId: string;
  /** `sessionToken.sub` */
  staffId: string;
}

/** People of a shop, the newest first, with where their consent stands; `after` is a page's `next`. */
export async function listPeople(
  deps: Deps,
  reader: PeopleReader,
  after: string | null,
): Promise<PeoplePage> {
  const { shopId } = reader;
  return deps.db.inShop(shopId, async (tx) => {
    const page = { after: readCursor(after), limit: PAGE + 1 };
    const found = await newestContacts(tx, shopId, page);
    const shown = found.slice(0, PAGE);
    const last = shown.at(-1);
    await noteLook(deps, tx, reader, { action: "viewed", people: shown.length });
    return {
      people: await linesOf(deps, tx, shopId, shown),
      next: last !== undefined && found.length > PAGE ? writeCursor(last) : null,
    };
  });
}

async function noteLook(
  deps: Deps,
  tx: Tx,
  reader: PeopleReader,
  look: { action: "viewed" | "searched"; people: number },
): Promise<void> {
  if (look.people === 0) return;
  await noteAccess(deps, tx, { ...reader, ...look, purpose: "contact_list", contactId: null });
}

export type SearchAnswer =
  | { outcome: "unreadable" }
  /** empty: nobody is, or ever was, named by it */
  | { outcome: "found"; people: PersonLine[] };

/**
 * Whom exactly this phone number, e-mail address, customer id or WhatsApp user id names, or named before:
 * a number that went to somebody else still leads to the proof of the one who had it.
 */
export async function searchPeople(
  deps: Deps,
  reader: PeopleReader,
  text: string,
): Promise<SearchAnswer> {
  const { shopId } = reader;
  return deps.db.inShop(shopId, async (tx) => {
    const found = await personsNamed(deps, tx, shopId, text);
    if (found === null) return { outcome: "unreadable" };
    await noteLook(deps, tx, reader, { action: "searched", people: found.length });
    return { outcome: "found", people: await linesOf(deps, tx, shopId, found) };
  });
}
