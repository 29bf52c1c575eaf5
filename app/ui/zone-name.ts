/** What people call a time zone: "Mitteleuropäische Zeit", and its id where there is no such name. */
export function zoneName(timeZone: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "longGeneric" });
  // As of now: whether a zone has a summer time has changed over the years.
  const name = format.formatToParts().find(({ type }) => type === "timeZoneName");
  return name?.value ?? timeZone;
}
