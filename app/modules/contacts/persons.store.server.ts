import { z } from "zod";
import type { Tx } from "#app/ports/db.ts";
import { addMs, SECOND_MS } from "#app/shared/duration.ts";

/** One person: the contact that stands for them today, and all contacts that turned out to be theirs. */
export interface Person {
  id: string;
  /** the contacts whose events, messages and conversations are this person's; its own id first */
  members: string[];
}

interface LockedRow {
  id: string;
  merged_into: string | null;
  merged_ids: string[];
}

/**
 * Holds a person against other writers until the transaction ends, and says who it is by then: whoever
 * waited here for a merge finds the person as merged. The contact that stands for a person is their lock.
 */
export async function lockPerson(tx: Tx, shopId: string, contactId: string): Promise<Person> {
  const [person] = await lockPersons(tx, shopId, [contactId]);
  return person ?? { id: contactId, members: [contactId] };
}

/** `lockPerson` of several, in the order of their ids: two of them must not wait for each other. */
export async function lockPersons(tx: Tx, shopId: string, contactIds: string[]): Promise<Person[]> {
  const rows = await tx.$queryRaw<LockedRow[]>`
    select id, merged_into, merged_ids from contact
    where shop_id = ${shopId}::uuid and id = any(${[...new Set(contactIds)]}::uuid[])
    order by id for update`;
  const joined = rows.flatMap((row) => row.merged_into ?? []);
  const roots = rows.filter((row) => row.merged_into === null);
  const persons = roots.map(({ id, merged_ids }) => ({ id, members: [id, ...merged_ids] }));
  const missing = joined.filter((id) => roots.every((root) => root.id !== id));
  return missing.length === 0 ? persons : [...persons, ...(await lockPersons(tx, shopId, missing))];
}

/** For each contact the one that stands for its person today; contacts that are nobody's are absent. */
export async function personIds(
  tx: Tx,
  shopId: string,
  contactIds: string[],
): Promise<Map<string, string>> {
  if (contactIds.length === 0) return new Map();
  const rows = await tx.contact.findMany({
    where: { shopId, id: { in: contactIds } },
    select: { id: true, mergedInto: true },
  });
  return new Map(rows.map((row) => [row.id, row.mergedInto ?? row.id]));
}

/**
 * Everybody whom one of these names means in a word that was written at `at`: who has it today, who had it
 * then, and who ever had a user id, which never passes to others. By the contact that stands for them.
 */
export async function personsNamedAt(
  tx: Tx,
  shopId: string,
  named: { hashes: string[]; at: Date },
): Promise<string[]> {
  const { hashes, at } = named;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select distinct coalesce(c.merged_into, c.id) as id from contact_identifier i
    join contact c on c.shop_id = i.shop_id and c.id = i.contact_id
    where i.shop_id = ${shopId}::uuid and i.hash = any(${hashes}::text[]) and (i.until is null or i.kind = 'bsuid'
      or (i.until >= ${at} and i.since <= ${addMs(at, SECOND_MS - 1)}))`;
  return rows.map((row) => row.id);
}

/** All contacts of the person that this contact belongs to: whose data are exported, erased and proven. */
export async function contactsOfPerson(tx: Tx, shopId: string, contactId: string): Promise<Person> {
  const [row] = await tx.$queryRaw<{ id: string; merged_ids: string[] | null }[]>`
    select coalesce(own.merged_into, own.id) as id, root.merged_ids from contact own
    left join contact root on root.shop_id = own.shop_id and root.id = coalesce(own.merged_into, own.id)
    where own.shop_id = ${shopId}::uuid and own.id = ${contactId}::uuid`;
  const id = row?.id ?? contactId;
  return { id, members: [id, ...(row?.merged_ids ?? [])] };
}

/** What came along with a contact that was joined to another: given back when they are taken apart. */
export const movedSchema = z.object({
  hashes: z.array(z.string()).catch([]),
  messages: z.array(z.string()).catch([]),
  series: z.array(z.string()).catch([]),
  checkouts: z.array(z.string()).catch([]),
});
export type Moved = z.infer<typeof movedSchema>;

export interface MergeRow {
  id: string;
  kind: "merge" | "split";
  /** who was joined, or taken out */
  contactId: string;
  /** to whom, or of whom */
  intoId: string;
  at: Date;
  reason: string;
  decidedBy: "rule" | "merchant";
  staffId: string | null;
  /** of a split: the merge that it undoes */
  undoes: string | null;
  moved: Moved;
}

export async function insertMerge(tx: Tx, shopId: string, row: MergeRow): Promise<void> {
  await tx.contactMerge.create({ data: { ...row, shopId } });
}

const kindSchema = z.enum(["merge", "split"]);
const decidedBySchema = z.enum(["rule", "merchant"]);

/** Every merge and split that concerned one of these contacts, the oldest first. */
export async function mergesOf(tx: Tx, shopId: string, contactIds: string[]): Promise<MergeRow[]> {
  const among = { in: contactIds };
  const rows = await tx.contactMerge.findMany({
    where: { shopId, OR: [{ contactId: among }, { intoId: among }] },
    orderBy: [{ at: "asc" }, { id: "asc" }],
  });
  return rows.map(({ id, contactId, intoId, at, reason, staffId, undoes, ...row }) => ({
    id,
    contactId,
    intoId,
    at,
    reason,
    staffId,
    undoes,
    kind: kindSchema.parse(row.kind),
    decidedBy: decidedBySchema.parse(row.decidedBy),
    moved: movedSchema.parse(row.moved),
  }));
}

/** Writes which contacts are one person: `members` beside its own id belong to `id`. */
export async function writePerson(tx: Tx, shopId: string, person: Person): Promise<void> {
  const others = person.members.filter((id) => id !== person.id);
  await tx.$executeRaw`
    update contact set merged_into = ${person.id}::uuid, merged_ids = '{}'
    where shop_id = ${shopId}::uuid and id = any(${others}::uuid[])`;
  await tx.$executeRaw`
    update contact set merged_into = null, merged_ids = ${others}::uuid[]
    where shop_id = ${shopId}::uuid and id = ${person.id}::uuid`;
}
