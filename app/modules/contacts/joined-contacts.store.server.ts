import type { Snapshot } from "#app/ports/db.ts";

/** Of every contact that was joined to another one: whose person it is now. Most shops have few of them. */
export async function joinedContacts(
  snapshot: Snapshot,
  shopId: string,
): Promise<Map<string, string>> {
  const text = "select id, merged_into from contact where shop_id = $1 and merged_into is not null";
  const joined = new Map<string, string>();
  for await (const rows of snapshot.rows<{ id: string; merged_into: string }>(text, [shopId])) {
    for (const row of rows) joined.set(row.id, row.merged_into);
  }
  return joined;
}
