/** Minor units to Shopify's decimal string ("49.90"). Two decimals: the stand-in's shops use such currencies. */
export function toDecimal(minor: number): string {
  const sign = minor < 0 ? "-" : "";
  const digits = String(Math.abs(minor)).padStart(3, "0");
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Shopify's decimal string (or a JSON number) to minor units; throws on anything else. */
export function toMinor(decimal: string | number): number {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(String(decimal));
  if (!match) throw new Error(`Not a price: ${decimal}`);
  const [, sign, units = "0", cents = ""] = match;
  const minor = Number(units) * 100 + Number(cents.padEnd(2, "0"));
  return sign ? -minor : minor;
}
