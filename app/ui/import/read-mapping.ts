import { z } from "zod";
import { type ImportMapping, mappingSchema } from "#app/modules/optin/import/import.types.ts";

const orNull = z.string().transform((text) => (text === "" ? null : text));

/** As the form writes it: every value a text, "" for none. */
const formSchema = z.object({
  columns: z
    .record(z.string(), z.string())
    .transform((columns) =>
      Object.fromEntries(
        Object.entries(columns).flatMap(([field, at]) => (at === "" ? [] : [[field, Number(at)]])),
      ),
    ),
  country: orNull,
  dateOrder: orNull,
  topics: z.array(z.string()),
});

/** The mapping that a merchant has chosen; null for what no form of ours writes. */
export function readMapping(text: string): ImportMapping | null {
  try {
    const form = formSchema.safeParse(JSON.parse(text));
    return form.success ? (mappingSchema.safeParse(form.data).data ?? null) : null;
  } catch {
    return null;
  }
}
