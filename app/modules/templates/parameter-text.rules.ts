/**
 * A parameter as Meta takes it (contract 1.4): one line, no tabs, no runs of spaces, never empty,
 * not longer than its share of the body.
 */
export function parameterText(
  raw: string | null | undefined,
  max: number,
  fallback: string,
): string {
  const line = (raw ?? "").replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
  if (line === "") return fallback;
  const characters = Array.from(line);
  return characters.length <= max
    ? line
    : `${characters
        .slice(0, max - 1)
        .join("")
        .trimEnd()}…`;
}

/** Whether a coupon can go into a template: at most 15 letters and digits (contract 1.4). */
export function couponFits(code: string): boolean {
  return /^[A-Za-z0-9]{1,15}$/.test(code);
}
