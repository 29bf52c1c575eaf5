import type { Tx } from "#app/ports/db.ts";

/** Lets the messages of a contact be those of another from now on, whatever their state. Gives their ids. */
export async function moveMessages(
  tx: Tx,
  shopId: string,
  move: { from: string; to: string; ids: string[] | null },
): Promise<string[]> {
  const { from, to, ids } = move;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    with own as (
      select id from message where shop_id = ${shopId}::uuid and contact_id = ${from}::uuid
        and (${ids}::uuid[] is null or id = any(${ids}::uuid[])) order by id for no key update
    )
    update message m set contact_id = ${to}::uuid from own where m.id = own.id returning m.id`;
  return rows.map((row) => row.id);
}

/** What was planned for these identifiers goes back to whom they name again. */
export async function moveMessagesTo(
  tx: Tx,
  shopId: string,
  move: { from: string; to: string; hashes: string[] },
): Promise<void> {
  await tx.$executeRaw`
    with own as (
      select id from message where shop_id = ${shopId}::uuid and contact_id = ${move.from}::uuid
        and to_hash = any(${move.hashes}::text[]) order by id for no key update
    )
    update message m set contact_id = ${move.to}::uuid from own where m.id = own.id`;
}

/** A rest that WhatsApp asked for goes with the person; of two of one code the longer. */
export async function moveRests(
  tx: Tx,
  shopId: string,
  move: { from: string; to: string },
): Promise<void> {
  await tx.$executeRaw`
    with gone as (
      delete from person_rest where shop_id = ${shopId}::uuid and contact_id = ${move.from}::uuid
      returning scope, code, since, until
    )
    insert into person_rest as r (shop_id, contact_id, scope, code, since, until)
    select ${shopId}::uuid, ${move.to}::uuid, scope, code, since, until from gone
    on conflict (shop_id, contact_id, code) do update set until = greatest(r.until, excluded.until)`;
}
