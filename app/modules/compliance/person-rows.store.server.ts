import { Prisma } from "#app/generated/prisma/client.ts";
import type { TableMap } from "./data-map.types.ts";
import type { Wanted } from "./person.types.ts";

/** Names of tables and columns come from the map alone, never from outside. */
export const name = (text: string): Prisma.Sql => Prisma.raw(`"${text}"`);

/** Which rows of a table are a person's; null where the map says that none are found there. */
export function rowsOf(map: TableMap, wanted: Wanted): Prisma.Sql | null {
  const { contactIds, hashes, orderIds, shopId } = wanted;
  const own = Prisma.sql`shop_id = ${shopId}::uuid`;
  const contacts = Prisma.sql`any(${contactIds}::uuid[])`;
  const until = wanted.until ?? null;
  const persons = Prisma.sql`(person_hashes && ${hashes}::text[]
    and (${until}::timestamptz is null or created_at <= ${until}::timestamptz))`;
  const orders = Prisma.sql`(shopify_id = any(${orderIds}::text[]) or ${persons})`;
  switch (map.foundBy) {
    case "id":
      return Prisma.sql`${own} and id = ${contacts}`;
    case "contact_id":
      return Prisma.sql`${own} and contact_id = ${contacts}`;
    case "contact_ids":
      return Prisma.sql`${own} and (contact_ids && ${contactIds}::uuid[] or ${persons})`;
    case "contact_or_into":
      return Prisma.sql`${own} and (contact_id = ${contacts} or into_id = ${contacts})`;
    case "hash":
      return Prisma.sql`${own} and hash = any(${hashes}::text[])`;
    case "contact_or_hashes":
      return Prisma.sql`${own} and (contact_id = ${contacts} or ${persons})`;
    case "person_hashes":
      return Prisma.sql`${own} and ${persons}`;
    case "order_or_hashes":
      return Prisma.sql`${own} and ${orders}`;
    case "order_id":
      return Prisma.sql`${own} and order_id in (select id from shop_order where ${own} and ${orders})`;
    case "message_id":
      return Prisma.sql`${own} and message_id in (select id from message where ${own} and contact_id = ${contacts})`;
    case "none":
      return null;
  }
}
