import { contactRow, noteAccess, readContacts } from "#app/modules/contacts/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { maskPhone } from "#app/shared/phone.ts";
import type { AnswerRow, DecidedAnswer, ShownAnswer } from "./answer.types.ts";
import {
  countOpenAnswers,
  decidedAnswers,
  openAnswers,
  type SealedWords,
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

type Cards = Awaited<ReturnType<typeof readContacts>>;

async function shownAnswer(
  deps: Deps,
  tx: Tx,
  of: { shopId: string; row: AnswerRow; words: SealedWords | undefined; cards: Cards },
): Promise<ShownAnswer> {
  const { id, contactId, at, decideBy } = of.row;
  const card = of.cards.get(contactId);
  const [phone] = card?.phones.values() ?? [];
  // Sealed under the key of the contact of that day, which may have been joined to another one since.
  const sealedFor = card ? await contactRow(tx, of.shopId, contactId) : null;
  return {
    id,
    contactId: card?.id ?? contactId,
    firstName: card?.firstName ?? null,
    phone: phone ? maskPhone(phone) : null,
    text: wordsOf(deps, sealedFor, of.words?.body),
    at: at.toISOString(),
    decideBy: decideBy.toISOString(),
  };
}

async function shown(deps: Deps, tx: Tx, shopId: string, rows: AnswerRow[]) {
  const ids = rows.map(({ contactId }) => contactId);
  const cards = await readContacts(deps, tx, { shopId, ids });
  const inboundIds = rows.map(({ inboundId }) => inboundId);
  const words = await sealedWords(tx, shopId, inboundIds);
  const all: ShownAnswer[] = [];
  for (const row of rows) {
    all.push(await shownAnswer(deps, tx, { shopId, row, words: words.get(row.inboundId), cards }));
  }
  return all;
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
