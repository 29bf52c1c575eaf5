import type { Tx } from "#app/ports/db.ts";

/** Lets a person rest after a code of WhatsApp; a longer rest for the same code stays. */
export async function writeRest(
  tx: Tx,
  shopId: string,
  rest: {
    contactId: string;
    code: number;
    scope: "marketing" | "all";
    since: Date;
    until: Date;
  },
): Promise<void> {
  await tx.$executeRaw`
    insert into person_rest as r (shop_id, contact_id, code, scope, since, until)
    values (${shopId}::uuid, ${rest.contactId}::uuid, ${rest.code}, ${rest.scope}, ${rest.since}, ${rest.until})
    on conflict (shop_id, contact_id, code) do update set scope = excluded.scope, since = excluded.since,
      until = greatest(r.until, excluded.until)`;
}

/** Whether another message to the person failed with this code, and none has arrived since. */
export async function failedBefore(
  tx: Tx,
  shopId: string,
  which: { contactId: string; code: number; exceptId: string },
): Promise<boolean> {
  const { contactId, code, exceptId } = which;
  const [found] = await tx.$queryRaw<{ yes: boolean }[]>`
    select exists (select from message f where f.shop_id = ${shopId}::uuid and f.contact_id = ${contactId}::uuid
      and f.state = 'failed' and f.error_code = ${code} and f.id <> ${exceptId}::uuid
      and not exists (select from message d where d.shop_id = f.shop_id and d.contact_id = f.contact_id
        and d.state in ('delivered', 'read') and d.handed_over_at > f.handed_over_at)) as yes`;
  return found?.yes === true;
}

/** Lets a message that waits leave with another template. */
export async function useTemplate(
  tx: Tx,
  shopId: string,
  change: { messageId: string; templateId: string },
): Promise<void> {
  await tx.message.updateMany({
    where: { shopId, id: change.messageId, state: "planned" },
    data: { templateId: change.templateId },
  });
}

/** Gives a message that waits for its next attempt other values. */
export async function usePayload(
  tx: Tx,
  shopId: string,
  change: { messageId: string; payload: Uint8Array },
): Promise<void> {
  await tx.message.updateMany({
    where: { shopId, id: change.messageId, state: "planned" },
    data: { payload: Buffer.from(change.payload) },
  });
}

export interface Rest {
  scope: "marketing" | "all";
  until: Date;
}

/** Who of these people rests now, with every rest that runs. */
export async function restsOf(
  tx: Tx,
  shopId: string,
  which: { contactIds: string[]; now: Date },
): Promise<Map<string, Rest[]>> {
  const rows = await tx.$queryRaw<{ contact_id: string; scope: string; until: Date }[]>`
    select contact_id, scope, until from person_rest
    where shop_id = ${shopId}::uuid and contact_id = any(${which.contactIds}::uuid[])
      and until > ${which.now}`;
  const rests = Map.groupBy(rows, (row) => row.contact_id);
  return new Map(
    [...rests].map(([contactId, own]) => [
      contactId,
      own.map(({ scope, until }) => ({ scope: scope === "all" ? "all" : "marketing", until })),
    ]),
  );
}

/** Keeps a number from writing to a country that WhatsApp refused to it. */
export async function writeBlockedCountry(
  tx: Tx,
  shopId: string,
  block: { numberId: string; country: string; since: Date; until: Date },
): Promise<void> {
  await tx.$executeRaw`
    insert into blocked_country as b (shop_id, number_id, country, since, until)
    values (${shopId}::uuid, ${block.numberId}::uuid, ${block.country}, ${block.since}, ${block.until})
    on conflict (shop_id, number_id, country) do update set since = excluded.since,
      until = greatest(b.until, excluded.until)`;
}

export async function blockedCountries(
  tx: Tx,
  shopId: string,
  which: { numberId: string; now: Date },
): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ country: string }[]>`
    select country from blocked_country where shop_id = ${shopId}::uuid
      and number_id = ${which.numberId}::uuid and until > ${which.now}`;
  return new Set(rows.map((row) => row.country));
}

/** Counts a code that nobody here knows; 0 stands for none. */
export async function countUnknownError(
  tx: Tx,
  shopId: string,
  seen: { code: number; place: "response" | "webhook"; at: Date; hits: number },
): Promise<void> {
  await tx.$executeRaw`
    insert into unknown_error as u (shop_id, code, place, first_at, last_at, hits)
    values (${shopId}::uuid, ${seen.code}, ${seen.place}, ${seen.at}, ${seen.at}, ${seen.hits})
    on conflict (shop_id, code) do update set place = excluded.place,
      last_at = greatest(u.last_at, excluded.last_at), hits = u.hits + excluded.hits`;
}

/** Unknown codes seen since, the most frequent first. */
export async function unknownErrorsSince(
  tx: Tx,
  shopId: string,
  since: Date,
): Promise<{ code: number; hits: number }[]> {
  return tx.unknownError.findMany({
    where: { shopId, lastAt: { gt: since } },
    orderBy: { hits: "desc" },
    take: 5,
    select: { code: true, hits: true },
  });
}

/** The sealed values of a message; null when they are gone. */
export async function payloadOf(
  tx: Tx,
  shopId: string,
  messageId: string,
): Promise<Uint8Array | null> {
  const where = { shopId, id: messageId };
  const row = await tx.message.findFirst({ where, select: { payload: true } });
  return row?.payload ?? null;
}
