import { z } from "zod";
import { keptText } from "#app/shared/kept-text.ts";

const refusedSchema = z.object({
  error: z.object({
    code: z.coerce.number().pipe(z.int32()),
    error_subcode: z.coerce.number().int().optional().catch(undefined),
    message: z.string().catch(""),
    error_user_msg: z.string().optional().catch(undefined),
    error_data: z
      .union([z.string(), z.object({ details: z.string() }).transform((data) => data.details)])
      .optional()
      .catch(undefined),
  }),
});

export interface Refusal {
  code: number | null;
  subcode: number | null;
  /** Meta's own words */
  detail: string;
}

const DETAIL_LENGTH = 300;
type GraphError = z.infer<typeof refusedSchema>["error"];

function wordsOf({ error_user_msg, error_data, message }: GraphError): string {
  return error_user_msg ?? error_data ?? message;
}

/** What a management call was refused with (contract 1.3), or null when it was not. */
export function refusalOf(answer: { httpStatus: number; json: unknown }): Refusal | null {
  const parsed = refusedSchema.safeParse(answer.json);
  if (!parsed.success) {
    const detail = `HTTP ${answer.httpStatus}`;
    return answer.httpStatus === 200 ? null : { code: null, subcode: null, detail };
  }
  const { error } = parsed.data;
  return {
    code: error.code,
    subcode: error.error_subcode ?? null,
    detail: keptText(wordsOf(error), DETAIL_LENGTH),
  };
}

const UNKNOWN_OBJECT = 33;

/**
 * Why a connection is broken by a refusal of its token (contract 2, class AUTH), in the words that
 * sending uses too; null when the refusal says nothing of the kind.
 */
export function brokenBy({ code, subcode }: Refusal): string | null {
  if (code === 0 || code === 190) return "reconnect_whatsapp";
  if (code === 33 || (code === 100 && subcode === UNKNOWN_OBJECT)) return "number_gone";
  if (code === 3 || code === 10 || code === 131005) return "permission_missing";
  return code !== null && code >= 200 && code <= 299 ? "permission_missing" : null;
}
