/** What people call a time zone: "Mitteleuropäische Zeit", and its id where there is no such name. */
export function zoneName(timeZone: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "longGeneric" });
  const name = format.formatToParts(0).find(({ type }) => type === "timeZoneName");
  return name?.value ?? timeZone;
}
