/** A text as the database can keep it: cut to a length, without the character 0 and halves of a cut pair. */
export function keptText(raw: string, longest = raw.length): string {
  return raw.slice(0, longest).replaceAll("\0", "").toWellFormed();
}
