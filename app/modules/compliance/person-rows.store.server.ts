import { Prisma } from "#app/generated/prisma/client.ts";
import type { FoundBy, TableMap } from "./data-map.types.ts";
import type { Wanted } from "./person.types.ts";

/** Names of tables and columns come from the map alone, never from outside. */
export const name = (text: string): Prisma.Sql => Prisma.raw(`"${text}"`);

/** The conditions by which a person's rows are found, for each way there is. */
function conditionsOf(wanted: Wanted): Readonly<Record<Exclude<FoundBy, "none">, Prisma.Sql>> {
  const { contactIds, hashes, orderIds, shopId } = wanted;
  const own = Prisma.sql`shop_id = ${shopId}::uuid`;
  const contacts = Prisma.sql`any(${contactIds}::uuid[])`;
  const until = wanted.until ?? null;
  const persons = Prisma.sql`(person_hashes && ${hashes}::text[]
    and (${until}::timestamptz is null or created_at <= ${until}::timestamptz))`;
  const orders = Prisma.sql`(shopify_id = any(${orderIds}::text[]) or ${persons})`;
  return {
    id: Prisma.sql`${own} and id = ${contacts}`,
    contact_id: Prisma.sql`${own} and contact_id = ${contacts}`,
    contact_ids: Prisma.sql`${own} and (contact_ids && ${contactIds}::uuid[] or ${persons})`,
    contact_or_into: Prisma.sql`${own} and (contact_id = ${contacts} or into_id = ${contacts})`,
    hash: Prisma.sql`${own} and hash = any(${hashes}::text[])`,
    contact_or_hashes: Prisma.sql`${own} and (contact_id = ${contacts} or ${persons})`,
    person_hashes: Prisma.sql`${own} and ${persons}`,
    order_or_hashes: Prisma.sql`${own} and ${orders}`,
    order_id: Prisma.sql`${own} and order_id in (select id from shop_order where ${own} and ${orders})`,
    message_id: Prisma.sql`${own} and message_id in (select id from message where ${own} and contact_id = ${contacts})`,
  };
}

/** Which rows of a table are a person's; null where the map says that none are found there. */
export function rowsOf(map: TableMap, wanted: Wanted): Prisma.Sql | null {
  return map.foundBy === "none" ? null : conditionsOf(wanted)[map.foundBy];
}
