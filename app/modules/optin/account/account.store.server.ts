import type { Tx } from "#app/ports/db.ts";
import type { AccountClaim } from "./account.rules.ts";

/** The first time counts: from then on the customer sees what became of it. */
export async function noteClaim(
  tx: Tx,
  shopId: string,
  claim: AccountClaim & { customerHash: string },
): Promise<void> {
  await tx.accountClaim.createMany({ data: [{ ...claim, shopId }], skipDuplicates: true });
}

/** The numbers that a customer claimed, the latest first. */
export async function claimsOf(
  tx: Tx,
  shopId: string,
  customerHashes: string[],
): Promise<AccountClaim[]> {
  return tx.accountClaim.findMany({
    where: { shopId, customerHash: { in: customerHashes } },
    orderBy: [{ at: "desc" }, { contactId: "asc" }],
    select: { contactId: true, identifierHash: true, at: true },
  });
}
