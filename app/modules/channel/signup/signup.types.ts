import { z } from "zod";

/** How far an attempt has come; each step may be done again. */
export const signupStates = ["begun", "exchanged", "connected"] as const;
export const signupStateSchema = z.enum(signupStates);
export type SignupState = z.infer<typeof signupStateSchema>;

/** Why a connection did not come about; each has words that say what to do. */
export const connectProblems = [
  "account_not_granted",
  "account_of_another_shop",
  "cancelled",
  "code_refused",
  "link_expired",
  "link_invalid",
  "link_used",
  "meta_error",
  "no_number",
  "not_reached",
  "number_not_in_account",
  "other_account_connected",
  "pin_mismatch",
  "register_limit",
  "register_refused",
  "register_wait",
  "registered_elsewhere",
  "scope_missing",
  "signup_not_set_up",
  "subscribe_refused",
  "token_invalid",
] as const;
export const connectProblemSchema = z.enum(connectProblems);
export type ConnectProblem = z.infer<typeof connectProblemSchema>;

const id = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,32}$/));

/**
 * What the signup page hands in: the code of `FB.login` and the session info that Meta posts to the
 * window (contract 8.3). Ids from a browser are only a wish: the token says what was granted.
 */
export const signupAnswerSchema = z.object({
  state: z.string().min(1).max(1000),
  code: z.string().min(1).max(2000).nullable().default(null),
  session: z
    .object({
      event: z.string().max(100),
      data: z
        .object({
          waba_id: id.optional().catch(undefined),
          phone_number_id: id.optional().catch(undefined),
        })
        .default({})
        .catch({}),
    })
    .nullable()
    .default(null)
    .catch(null),
});
export type SignupAnswer = z.infer<typeof signupAnswerSchema>;

export type SignupOutcome =
  | { outcome: "connected"; numberId: string }
  | { outcome: "failed"; problem: ConnectProblem; detail: string | null };

/** One stored attempt. */
export interface Attempt {
  id: string;
  shopId: string;
  state: SignupState;
  problem: ConnectProblem | null;
  detail: string | null;
  wabaId: string | null;
  phoneNumberId: string | null;
  coexistence: boolean;
  token: Uint8Array | null;
  twoStepPin: Uint8Array | null;
  startedAt: Date;
}

/** What our app asks to be granted (contract 8.2). */
export const NEEDED_SCOPES = [
  "whatsapp_business_management",
  "whatsapp_business_messaging",
] as const;

export const debugSchema = z.object({
  data: z.object({
    app_id: z.coerce.string().optional().catch(undefined),
    is_valid: z.boolean().catch(false),
    scopes: z.array(z.string()).catch([]).default([]),
    granular_scopes: z
      .array(
        z.object({
          scope: z.string(),
          /** missing: everything that the person may reach */
          target_ids: z.array(z.coerce.string()).optional().catch(undefined),
        }),
      )
      .catch([])
      .default([]),
  }),
});
export type TokenFacts = z.infer<typeof debugSchema>["data"];
