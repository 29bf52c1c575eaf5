import type { Tx } from "#app/ports/db.ts";

export interface Begin {
  shopId: string;
  claimId: string;
  /** Claims before this are void (invariant 2: a claim holds 2 s at most). */
  claimedAfter: Date;
  now: Date;
  /**
   * with the state that consent must have: `granted` for the message's topic and number; `pending`: something is
   * still to be confirmed, or was confirmed for another number only; null: any
   */
  attempts: { messageId: string; attemptId: string; consent: string | null }[];
}

/**
 * Moves claimed messages to `handing_over` and writes their attempts, in one statement. Consent is
 * looked at once more; what was withdrawn, skipped or taken back since the claim stays behind.
 * @returns the ids of the messages whose requests may now be finished
 */
export async function beginHandingOver(tx: Tx, begin: Begin): Promise<Set<string>> {
  const { shopId, attempts, now } = begin;
  const rows = await tx.$queryRaw<{ message_id: string }[]>`
    with open as (
      select m.id, u.attempt_id from message m
      join unnest(${attempts.map((a) => a.messageId)}::uuid[], ${attempts.map((a) => a.attemptId)}::uuid[],
        ${attempts.map((a) => a.consent)}::text[]) as u(id, attempt_id, consent) on u.id = m.id
      left join consent_current c on c.shop_id = m.shop_id and c.contact_id = m.contact_id and c.topic = m.topic
      where (u.consent is null or (u.consent = 'granted' and c.state = 'granted' and c.identifier_hash = m.to_hash)
          or (u.consent = 'pending' and exists (select from consent_current p where p.shop_id = m.shop_id
            and p.contact_id = m.contact_id and (p.state = 'pending' or p.identifier_hash <> m.to_hash)
            and p.state in ('pending', 'granted'))))
        and m.shop_id = ${shopId}::uuid and m.state = 'claimed' and m.claim_id = ${begin.claimId}::uuid
        and m.claimed_at >= ${begin.claimedAfter}
      order by m.id for no key update of m
    ), moved as (
      update message m set state = 'handing_over', handed_over_at = ${now}, attempt_id = open.attempt_id,
        attempts = m.attempts + 1
      from open where m.id = open.id returning m.id, m.attempt_id
    )
    insert into attempt (id, shop_id, message_id, started_at)
    select attempt_id, ${shopId}::uuid, id, ${now} from moved returning message_id`;
  return new Set(rows.map((row) => row.message_id));
}

/** Gives claimed messages back; they are decided anew from `notBefore` on. Gives the ids that were still claimed. */
export async function releaseClaimed(
  tx: Tx,
  shopId: string,
  release: { claimId: string; ids: string[]; notBefore: Date; reason: string | null },
): Promise<string[]> {
  if (release.ids.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    with own as (
      select id from message where shop_id = ${shopId}::uuid and id = any(${release.ids}::uuid[])
        and state = 'claimed' and claim_id = ${release.claimId}::uuid order by id for no key update
    )
    update message m set state = 'planned', claim_id = null, not_before = ${release.notBefore},
      reason = ${release.reason}
    from own where m.id = own.id returning m.id`;
  return rows.map((row) => row.id);
}
