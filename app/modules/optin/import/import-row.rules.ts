import { type MessageTopic, messageTopics } from "#app/modules/consent/consent.types.ts";
import { wordingLocale } from "#app/modules/consent/wording.rules.ts";
import type { PhoneE164 } from "#app/shared/phone.ts";
import type { ImportField, ImportMapping, PendingReason, RefusedReason } from "./import.types.ts";
import { writtenDate } from "./written-date.rules.ts";
import { writtenPhone } from "./written-phone.rules.ts";

const MOST_IN_CELL = 4_000;
const SHORTEST_WORDING = 30;
/** Older consent is taken for lapsed (AG München, 161 C 12736/22: about four years); WhatsApp itself is of 2009. */
const LAPSED_MONTHS = 48;

export interface RowFacts {
  mapping: ImportMapping;
  zone: string;
  now: Date;
  /** the shop's own limit, from which on consent has to be renewed */
  staleAfterMonths: number;
}

/** A row with all its proof. */
export interface ProvenRow {
  ok: true;
  phone: PhoneE164;
  country: string | null;
  locale: string | null;
  at: Date;
  topics: MessageTopic[];
  /** null: it counts; else it waits for a fresh yes */
  waits: PendingReason | null;
  proof: { place: string; wording: string; confirmation: string; writtenDate: string };
}

export type RowVerdict = ProvenRow | { ok: false; reason: RefusedReason };

const refused = (reason: RefusedReason): RowVerdict => ({ ok: false, reason });

/** A cell without what spreadsheets put around it: ="0151…" and a leading apostrophe keep zeros alive. */
export function cleanCell(cell: string | undefined): string {
  const text = (cell ?? "").normalize("NFC").trim();
  const wrapped = /^="(.*)"$/.exec(text);
  return (wrapped?.[1] ?? text.replace(/^'/, "")).trim();
}

/** Whatever else begins like a formula is none of a person's words. A phone may begin with a plus. */
const isFormula = (text: string) => /^[=@]|^[+-](?![\d\s()]*$)/.test(text);

const TOPIC_WORDS: Readonly<Record<MessageTopic, RegExp>> = {
  reminders:
    /remind|erinner|rappel|recordat|promemoria|herinner|lembrete|przypomn|hatırlat|cart|warenkorb/i,
  recommendations: /recommend|empfehl|recommand|recomend|consigl|aanbevel|rekomend|öneri/i,
  offers: /offer|angebot|offre|oferta|offert|aanbied|kampany|news|promo/i,
};

function topicsOf(text: string, mapping: ImportMapping): MessageTopic[] | null {
  if (text === "") return mapping.topics.length > 0 ? mapping.topics : null;
  const words = text.split(/[,;|/+]+/).filter((word) => word.trim() !== "");
  const found = words.map((word) => messageTopics.find((topic) => TOPIC_WORDS[topic].test(word)));
  if (found.length === 0 || found.includes(undefined)) return null;
  return [...new Set(found.filter((topic) => topic !== undefined))];
}

/** Ways to confirm that need the number in hand; a form that merely asks for a phone is none. */
const WITH_THE_NUMBER =
  /whats.?app|\bwa\b|\bsms\b|text message|\bcall(?:s|ed)?\b|anruf|telefonat|telefonisch|\b(?:by|via|per|am|over|on) (?:the )?(?:tele)?(?:phone|fon)\b|^(?:tele)?(?:phone|fon)[\s\d.,:;/-]*$/i;

/** Says that there is no confirmation, or none yet, in whatever order: "WhatsApp: pending", "E-Mail, nicht WhatsApp". */
const NOT_YET = new RegExp(
  String.raw`(?<!\p{L})(?:no|not|non|none|never|false|missing|without|pending|open|waiting|failed|expired|unconfirmed|` +
    String.raw`nein|nicht|kein\p{L}*|noch|ohne|fehlt|offen|ausstehend|unbestätigt|abgelaufen|angefragt|` +
    String.raw`pas|sans|aucune?|sin|pendiente|senza|niet|geen|zonder|não|nao|sem|pendente|nie|bez|brak|değil|yok|hayır)(?!\p{L})`,
  "iu",
);

/**
 * Whether the person confirmed with the number itself. An e-mail proves nothing for a phone (BGH I ZR
 * 164/09), a form or a paper even less. In doubt the row waits for a fresh yes.
 */
function isConfirmed(confirmation: string): boolean {
  return WITH_THE_NUMBER.test(confirmation) && !NOT_YET.test(confirmation);
}

function monthsBefore(now: Date, months: number): Date {
  const at = new Date(now);
  at.setUTCMonth(at.getUTCMonth() - months);
  return at;
}

function textProblem(cells: Record<"place" | "wording" | "confirmation", string>) {
  const { place, wording, confirmation } = cells;
  if ([place, wording, confirmation].some(isFormula)) return "formula";
  if (place === "") return "place_missing";
  if (wording === "") return "wording_missing";
  if (wording.length < SHORTEST_WORDING) return "wording_short";
  if (!/whats.?app/i.test(wording)) return "wording_not_whatsapp";
  return confirmation === "" ? "confirmation_missing" : null;
}

type Cells = Record<ImportField, string>;

function cellsOf(row: readonly string[], { columns }: ImportMapping): Cells {
  const cell = (field: ImportField) => {
    const at = columns[field];
    return at === undefined ? "" : cleanCell(row[at]);
  };
  return {
    phone: cell("phone"),
    country: cell("country"),
    agreedAt: cell("agreedAt"),
    place: cell("place"),
    wording: cell("wording"),
    confirmation: cell("confirmation"),
    language: cell("language"),
    topics: cell("topics"),
  };
}

function countryOf(cells: Cells, mapping: ImportMapping): string | null {
  const written = cells.country.toUpperCase();
  return /^[A-Z]{2}$/.test(written) ? written : mapping.country;
}

function waitsFor(cells: Cells, at: Date, facts: RowFacts): PendingReason | null {
  if (!isConfirmed(cells.confirmation)) return "unconfirmed";
  return at < monthsBefore(facts.now, facts.staleAfterMonths) ? "stale" : null;
}

function dateProblem(at: Date, now: Date): RefusedReason | null {
  if (at > now) return "date_future";
  return at < monthsBefore(now, LAPSED_MONTHS) ? "date_too_old" : null;
}

function shapeProblem(row: readonly string[], { columns }: ImportMapping): RefusedReason | null {
  if (row.some((cell) => cell.length > MOST_IN_CELL)) return "too_long";
  const last = Math.max(...Object.values(columns));
  return row.length === 1 && last > 0 ? "too_few_columns" : null;
}

/**
 * What a row proves by itself. Refused without when, where, which words and how it was confirmed: an
 * e-mail address with "yes" beside it is no consent to WhatsApp. What is old or was never confirmed with the
 * number is kept with its proof and waits for a fresh yes; nobody is written to because of it.
 */
export function judgeRow(row: readonly string[], facts: RowFacts): RowVerdict {
  const { mapping, zone } = facts;
  const shape = shapeProblem(row, mapping);
  if (shape) return refused(shape);
  const cells = cellsOf(row, mapping);
  const number = writtenPhone(cells.phone, countryOf(cells, mapping));
  if (!number.ok) return refused(isFormula(cells.phone) ? "formula" : number.problem);
  const date = writtenDate(cells.agreedAt, { zone, order: mapping.dateOrder });
  if (!date.ok) return refused(isFormula(cells.agreedAt) ? "formula" : date.problem);
  const problem = dateProblem(date.at, facts.now) ?? textProblem(cells);
  if (problem) return refused(problem);
  const topics = topicsOf(cells.topics, mapping);
  if (topics === null) return refused("topics_unknown");
  const { place, wording, confirmation, agreedAt } = cells;
  return {
    ok: true,
    phone: number.phone,
    country: countryOf(cells, mapping),
    locale: wordingLocale(cells.language || "-") ?? null,
    at: date.at,
    topics,
    waits: waitsFor(cells, date.at, facts),
    proof: { place, wording, confirmation, writtenDate: agreedAt },
  };
}
