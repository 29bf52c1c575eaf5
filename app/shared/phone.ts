import {
  type CountryCode,
  getCountries,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from "libphonenumber-js/max";
import { z } from "zod";

/** A phone number in E.164 ("+4915112345678"), in one spelling per line. Built by `parsePhone`. */
export const phoneE164Schema = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/)
  .brand<"PhoneE164">();
export type PhoneE164 = z.infer<typeof phoneE164Schema>;

/**
 * WhatsApp still names some lines by their old spelling (contract 1.2: wa_id and number may differ
 * for BR, MX and AR), and shoppers still type it. One line must have one spelling, or a STOP from it
 * would not find the person. Mexico dropped the 1 after +52 in 2019; Brazil put a 9 before every
 * mobile number by 2016 (subscriber part of 8 digits that begins with 6 to 9).
 */
const OLD_SPELLINGS: readonly { readonly from: RegExp; readonly to: string }[] = [
  { from: /^\+521(\d{10})$/, to: "+52$1" },
  { from: /^\+55([1-9]\d)([6-9]\d{7})$/, to: "+55$19$2" },
];

function inOneSpelling(e164: string): string {
  const old = OLD_SPELLINGS.find(({ from }) => from.test(e164));
  return old ? e164.replace(old.from, old.to) : e164;
}

// Old spellings are recognised by their digits, and Mexico's parses no more.
function withoutSeparators(text: string): string {
  return text.startsWith("+") ? text.replaceAll(/[\s().\-/]/g, "") : text;
}

function supportedCountry(country: string | null | undefined): CountryCode | null {
  const region = country?.trim().toUpperCase() ?? "";
  return isSupportedCountry(region) ? region : null;
}

/**
 * E.164 of what a person typed. `country` (ISO 3166 alpha-2) reads national spellings; a number with
 * its own country code keeps it. A number needs a possible length, not an assigned range: ranges
 * change faster than our metadata, and WhatsApp itself tells us what does not exist.
 */
export function parsePhone(
  raw: string | null | undefined,
  country?: string | null,
): PhoneE164 | null {
  const text = raw?.trim() ?? "";
  if (text.length < 5 || text.length > 40) return null;
  const region = supportedCountry(country);
  const dialled = region ? text : text.replace(/^00/, "+");
  const parsed = parsePhoneNumberFromString(inOneSpelling(withoutSeparators(dialled)), {
    ...(region ? { defaultCountry: region } : {}),
    extract: false,
  });
  if (!parsed?.isPossible()) return null;
  return phoneE164Schema.safeParse(inOneSpelling(parsed.number)).data ?? null;
}

/** For logs and screens that need no full number: "+49…123". */
export function maskPhone(phone: string): string {
  const callingCode = parsePhoneNumberFromString(phone)?.countryCallingCode ?? phone.slice(1, 3);
  return `+${callingCode}…${phone.slice(-3)}`;
}

/**
 * ISO 3166 alpha-2 of the number's country. Countries that share a calling code (US, CA and the
 * Caribbean; GB and its islands) are told apart by range; a range newer than the metadata counts as
 * the code's main country. Null for numbers of no country (satellite, toll-free).
 */
export function phoneCountry(phone: string): string | null {
  const parsed = parsePhoneNumberFromString(phone);
  const country = parsed?.country ?? parsed?.getPossibleCountries()[0];
  return country && /^[A-Z]{2}$/.test(country) ? country : null;
}

/** ISO 3166 alpha-2 of every country that has telephone numbers. */
export function phoneCountries(): readonly string[] {
  return getCountries().filter((country) => /^[A-Z]{2}$/.test(country));
}

/** WhatsApp's spelling of a number: its digits, no plus. */
export function waIdOf(phone: PhoneE164): string {
  return phone.slice(1);
}

/** The number behind a `wa_id`; null for an empty one, which stands for "withheld" (contract 3.9). */
export function phoneFromWaId(waId: string | null | undefined): PhoneE164 | null {
  const digits = waId?.trim().replace(/^\+/, "") ?? "";
  return /^\d+$/.test(digits) ? parsePhone(`+${digits}`) : null;
}
