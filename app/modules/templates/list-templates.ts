import { z } from "zod";
import type { Deps } from "#app/ports/deps.ts";

const FIELDS =
  "id,name,language,status,category,correct_category,previous_category,rejected_reason,quality_score";
const MOST_PAGES = 100;

const text = z.string().nullish().catch(null);
const listedSchema = z.object({
  id: z.coerce.string(),
  name: z.string(),
  language: z.string(),
  status: z.string(),
  category: text,
  correct_category: text,
  rejected_reason: text,
  quality_score: z.object({ score: z.string() }).nullish().catch(null),
});
export type ListedTemplate = z.infer<typeof listedSchema>;

const pageSchema = z.object({
  data: z.array(z.unknown()),
  paging: z
    .object({
      next: z.string().optional(),
      cursors: z.object({ after: z.string() }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/** A row that we cannot read is none of ours: it must not keep us from reading the others. */
function readable(data: readonly unknown[]): ListedTemplate[] {
  return data.flatMap((one) => {
    const parsed = listedSchema.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  });
}

/** Every template of an account, page by page (contract 4.2); null unless the list was read to its end. */
export async function listTemplates(
  deps: Pick<Deps, "whatsapp">,
  account: { wabaId: string; token: string },
): Promise<ListedTemplate[] | null> {
  const all: ListedTemplate[] = [];
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({
      fields: FIELDS,
      limit: "100",
      ...(after ? { after } : {}),
    });
    const path = `${account.wabaId}/message_templates?${query.toString()}`;
    const answer = await deps.whatsapp.call({ method: "GET", path, token: account.token });
    const parsed = pageSchema.safeParse(answer.json);
    if (answer.httpStatus !== 200 || !parsed.success) return null;
    all.push(...readable(parsed.data.data));
    if (!parsed.data.paging?.next) return all;
    after = parsed.data.paging.cursors?.after;
    if (after === undefined) return null;
  }
  return null;
}
