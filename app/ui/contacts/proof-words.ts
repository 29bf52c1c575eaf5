import type { Words } from "#app/ui/words.tsx";

/** An instant as a judge reads it: the shop's wall clock with its zone, and UTC beside it. */
export function instantWords(iso: string, timeZone: string, { locale }: Words): string {
  const at = new Date(iso);
  const local = new Intl.DateTimeFormat(locale, {
    dateStyle: "long",
    timeStyle: "long",
    timeZone,
  }).format(at);
  return `${local} (${iso.slice(0, 19).replace("T", " ")} UTC)`;
}

/** Words for something that may have none, such as a source that is newer than the words. */
export function wordFor(key: string, value: string, { t }: Words): string {
  return t(`${key}.${value}`, {}, value);
}
