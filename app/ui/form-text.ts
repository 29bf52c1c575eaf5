/** Field name -> key of the words that say what is wrong with it. */
export type FormErrors = Record<string, string>;

/** What stands in a field, without the spaces around it; "" for a missing field and for a file. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}
