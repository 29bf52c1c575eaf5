import { parsePhone, phoneCountry, type PhoneE164 } from "#app/shared/phone.ts";

export type WrittenPhone =
  | { ok: true; phone: PhoneE164 }
  | { ok: false; problem: "phone_missing" | "phone_invalid" | "phone_country" | "phone_rounded" };

/** "4.91512E+11": a spreadsheet has thrown digits away. */
const ROUNDED = /^\d+(?:[.,]\d+)?e\+?\d+$/i;

/**
 * The number of a row. It has its country code, or a country beside it: a guess would write to a stranger.
 * "4915112345678" beside DE has lost its plus, not its zero.
 */
export function writtenPhone(raw: string, country: string | null): WrittenPhone {
  const text = raw.replace(/^(?:whatsapp:|tel:)/i, "").trim();
  if (text === "") return { ok: false, problem: "phone_missing" };
  if (ROUNDED.test(text)) return { ok: false, problem: "phone_rounded" };
  const isInternational = /^(?:\+|00)/.test(text);
  if (!isInternational && country === null) return { ok: false, problem: "phone_country" };
  const withPlus = isInternational ? null : parsePhone(`+${text.replace(/\D/g, "")}`);
  const lostItsPlus =
    withPlus !== null &&
    !text.startsWith("0") &&
    withPlus.length >= 12 &&
    phoneCountry(withPlus) === country;
  const phone = lostItsPlus ? withPlus : parsePhone(text, country);
  return phone ? { ok: true, phone } : { ok: false, problem: "phone_invalid" };
}
