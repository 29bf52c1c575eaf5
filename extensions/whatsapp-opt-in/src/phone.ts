import { PHONE_PLANS, type PhonePlan } from "./phone-plans.ts";

// The digits of Arabic (from U+0660) and Persian (from U+06F0) end in 0 to 9, as ours do.
function withLatinDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) =>
    String(digit.charCodeAt(0) & 0xf),
  );
}

function withoutTrunk(digits: string, { trunk }: PhonePlan): string {
  return trunk && digits.startsWith(trunk) ? digits.slice(trunk.length) : digits;
}

function inPlan(digits: string, plan: PhonePlan): string | undefined {
  const number = withoutTrunk(digits, plan);
  const fits = number.length >= plan.shortest && number.length <= plan.longest;
  return fits ? `+${plan.callingCode}${number}` : undefined;
}

function fromInternational(digits: string): string | undefined {
  const plan = PHONE_PLANS.find(({ callingCode }) => digits.startsWith(callingCode));
  if (plan) return inPlan(digits.slice(plan.callingCode.length), plan);
  return /^\d{8,15}$/.test(digits) ? `+${digits}` : undefined;
}

function fromNational(digits: string, country: string | undefined): string | undefined {
  const plan = PHONE_PLANS.find((each) => each.country === country);
  if (!plan) return undefined;
  // "4915112345678": a calling code without its "+"
  const dialled = digits.startsWith(plan.callingCode) ? fromInternational(digits) : undefined;
  return dialled ?? inPlan(digits, plan);
}

/**
 * E.164 of a mobile number as people type it, or undefined when it is not plausible. `country` is the
 * ISO code of the address, for numbers without a calling code. The server decides with real metadata:
 * this only spares the shopper a round trip, so it is small and knows lengths, not ranges.
 */
export function toE164(typed: string, country: string | undefined): string | undefined {
  const text = withLatinDigits(typed.normalize("NFKC")).replace(/[\s\p{Cf}]/gu, "");
  const compact = text.replace(/^(\+|00)(\d+)\(0\)/, "$1$2").replace(/[\p{Pd}()./]/gu, "");
  const international = /^(?:\+|00)([1-9]\d+)$/.exec(compact)?.[1];
  if (international) return fromInternational(international);
  return /^\d+$/.test(compact) ? fromNational(compact, country) : undefined;
}
