import { z } from "zod";
import type { Deps } from "#app/ports/deps.ts";
import { keptText } from "#app/shared/kept-text.ts";
import { keyOf, NOT_SUBMITTED } from "./lifecycle.rules.ts";
import { templateName } from "./ready-made.rules.ts";
import type { TemplateDefinition } from "./template.types.ts";
import type { NewTemplate } from "./templates.store.server.ts";

const createdSchema = z.object({
  id: z.coerce.string(),
  status: z.string().catch("PENDING"),
  category: z.string().optional().catch(undefined),
});
const refusedSchema = z.object({
  error: z.object({
    code: z.int32().optional().catch(undefined),
    error_subcode: z.number().optional().catch(undefined),
    error_user_msg: z.string().optional().catch(undefined),
    message: z.string().catch("refused"),
  }),
});

/** "Content in this language already exists": ours from before; the poll learns its status. */
const EXISTS = 2388024;
/** Refusals that the next template would meet, too: rate, access, or a full account (contract 2). */
const HOPELESS = new Set([0, 3, 4, 10, 190, 200, 368, 80007, 131031, 2388019]);

export interface Account {
  shopId: string;
  wabaId: string;
  token: string;
}

export interface Created {
  row: NewTemplate;
  /** whether it makes sense to go on with others */
  goOn: boolean;
}

type Row = Omit<
  NewTemplate,
  "status" | "metaCategory" | "rejectedReason" | "refusalCode" | "metaId"
>;

function accepted(row: Row, answer: z.infer<typeof createdSchema>): NewTemplate {
  // Meta may file it elsewhere than we asked for (contract 4.1).
  const filed = answer.category?.toUpperCase() ?? row.category;
  return {
    ...row,
    status: answer.status.toUpperCase(),
    metaCategory: filed === row.category ? null : filed,
    rejectedReason: null,
    refusalCode: null,
    metaId: answer.id,
  };
}

function refused(row: Row, json: unknown): Created {
  const parsed = refusedSchema.safeParse(json);
  const error = parsed.success ? parsed.data.error : null;
  const unknown = { ...row, metaCategory: null, metaId: null };
  if (error?.error_subcode === EXISTS) {
    const row_ = { ...unknown, status: "PENDING", rejectedReason: null, refusalCode: null };
    return { row: row_, goOn: true };
  }
  const code = error?.code ?? null;
  const rejectedReason = keptText(error?.error_user_msg ?? error?.message ?? "refused", 500);
  return {
    row: { ...unknown, status: NOT_SUBMITTED, rejectedReason, refusalCode: code },
    goOn: parsed.success && !(code !== null && HOPELESS.has(code)),
  };
}

/** Creates one version at Meta (contract 4.1); the answer says what to store. */
export async function createAtMeta(
  deps: Pick<Deps, "whatsapp" | "clock">,
  account: Account,
  template: { definition: TemplateDefinition; version: number },
): Promise<Created> {
  const { definition, version } = template;
  const { language, components, category, base, parameterFormat } = definition;
  const { purpose } = keyOf(definition);
  const name = templateName(purpose, base, version);
  const { shopId, wabaId, token } = account;
  const at = deps.clock.now();
  const row = { shopId, purpose, name, language, base, version, category, components, at };
  const answer = await deps.whatsapp.call({
    method: "POST",
    path: `${wabaId}/message_templates`,
    token,
    body: { name, language, category, parameter_format: parameterFormat, components },
  });
  const created = createdSchema.safeParse(answer.json);
  return answer.httpStatus === 200 && created.success
    ? { row: accepted(row, created.data), goOn: true }
    : refused(row, answer.json);
}
