/** Words and phrases between commas, over several lines, as `plain` leaves them. */
export function wordList(text: string): ReadonlySet<string> {
  return new Set(text.split(",").map((word) => word.replaceAll(/\s+/g, " ").trim()));
}

/** Letters and digits only, lower case, without accents: "Ja, ich bestätige!" is "ja ich bestatige". */
export function plain(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{Mark}/gu, "")
    .replaceAll("ß", "ss")
    .replaceAll("ł", "l")
    .replaceAll("ı", "i")
    .replaceAll(/[’'`´]/g, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
