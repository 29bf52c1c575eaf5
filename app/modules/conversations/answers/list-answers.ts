import {
  type ContactRow,
  findContactsById,
  noteAccess,
  readContacts,
} from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { maskPhone } from "#app/shared/phone.ts";
import type { AnswerRow, DecidedAnswer, ShownAnswer } from "./answer.types.ts";
import {
  countOpenAnswers,
  decidedAnswers,
  openAnswers,
  sealedWords,
} from "./answers.store.server.ts";
import { wordsOf } from "./read-words.ts";

const SHOWN = 50;
const SHOWN_DECIDED = 20;

export interface AnswersReport {
  open: ShownAnswer[];
  /** how many there are, also beyond those that are shown */
  openCount: number;
  decided: DecidedAnswer[];
}

async function shown(deps: Deps, tx: Tx, shopId: string, rows: AnswerRow[]) {
  const ids = rows.map(({ contactId }) => contactId);
  const contacts = await findContactsById(tx, shopId, ids);
  const byId = new Map(contacts.map((one): [string, ContactRow] => [one.id, one]));
  const cards = await readContacts(deps, tx, { shopId, ids });
  const words = await sealedWords(
    tx,
    shopId,
    rows.map(({ inboundId }) => inboundId),
  );
  return rows.map(({ id, contactId, inboundId, at, decideBy }): ShownAnswer => {
    const card = cards.get(contactId);
    const [phone] = card?.phones.values() ?? [];
    return {
      id,
      contactId,
      firstName: card?.firstName ?? null,
      phone: phone ? maskPhone(phone) : null,
      text: wordsOf(deps, byId.get(contactId), words.get(inboundId)?.body),
      at: at.toISOString(),
      decideBy: decideBy.toISOString(),
    };
  });
}

/** What a human has to read, and what became of what was read; who looks is written down. */
export async function listAnswers(
  deps: Deps,
  asked: { shopId: string; staffId: string },
): Promise<AnswersReport> {
  const { shopId, staffId } = asked;
  return deps.db.inShop(shopId, async (tx) => {
    const rows = await openAnswers(tx, shopId, { limit: SHOWN });
    const decided = await decidedAnswers(tx, shopId, SHOWN_DECIDED);
    if (rows.length > 0) {
      const people = new Set(rows.map(({ contactId }) => contactId)).size;
      const note = { action: "viewed", purpose: "answers_page", contactId: null } as const;
      await noteAccess(deps, tx, { shopId, staffId, people, ...note });
    }
    return {
      open: await shown(deps, tx, shopId, rows),
      openCount: await countOpenAnswers(tx, shopId),
      decided: decided.flatMap(({ id, contactId, decision, decidedAt, decidedBy }) =>
        decision && decidedAt
          ? [{ id, contactId, decision, decidedAt: decidedAt.toISOString(), decidedBy }]
          : [],
      ),
    };
  });
}
