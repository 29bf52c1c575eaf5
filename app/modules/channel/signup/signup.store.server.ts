import type { Tx } from "#app/ports/db.ts";
import {
  type Attempt,
  type ConnectProblem,
  connectProblemSchema,
  type SignupState,
  signupStateSchema,
} from "./signup.types.ts";

/** Begins an attempt; false when its state was used before. */
export async function insertAttempt(
  tx: Tx,
  attempt: { id: string; shopId: string; at: Date },
): Promise<boolean> {
  const count = await tx.$executeRaw`
    insert into whatsapp_signup (id, shop_id, started_at, updated_at)
    values (${attempt.id}::uuid, ${attempt.shopId}::uuid, ${attempt.at}, ${attempt.at})
    on conflict do nothing`;
  return count > 0;
}

export interface AttemptChange {
  state?: SignupState;
  problem?: ConnectProblem | null;
  detail?: string | null;
  wabaId?: string | null;
  phoneNumberId?: string | null;
  coexistence?: boolean;
  token?: Uint8Array<ArrayBuffer> | null;
  twoStepPin?: Uint8Array<ArrayBuffer> | null;
}

export async function writeAttempt(
  tx: Tx,
  target: { id: string; shopId: string; at: Date },
  change: AttemptChange,
): Promise<void> {
  const { id, shopId, at } = target;
  await tx.whatsAppSignup.updateMany({ where: { id, shopId }, data: { ...change, updatedAt: at } });
}

/** The shop's newest attempt, or the one with this id. */
export async function findAttempt(tx: Tx, shopId: string, id?: string): Promise<Attempt | null> {
  const row = await tx.whatsAppSignup.findFirst({
    where: { shopId, ...(id === undefined ? {} : { id }) },
    orderBy: { startedAt: "desc" },
  });
  if (!row) return null;
  const problem = connectProblemSchema.safeParse(row.problem);
  return {
    ...row,
    state: signupStateSchema.parse(row.state),
    problem: problem.success ? problem.data : null,
  };
}
