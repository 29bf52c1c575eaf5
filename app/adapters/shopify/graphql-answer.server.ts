import { z } from "zod";
import { ShopifyError } from "#app/ports/shopify-admin.ts";

/** Shopify, contract 8: throttling and errors arrive with HTTP 200. */
const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z
    .union([
      z.array(
        z.object({
          message: z.string(),
          path: z.array(z.union([z.string(), z.number()])).optional(),
          extensions: z.object({ code: z.string().optional() }).optional(),
        }),
      ),
      z.string(),
    ])
    .optional(),
  extensions: z
    .object({
      cost: z
        .object({
          requestedQueryCost: z.number(),
          throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number() }),
        })
        .optional(),
    })
    .optional(),
});

export type GraphqlAnswer =
  | { outcome: "data"; data: unknown }
  | { outcome: "failed"; error: ShopifyError; waitMs: number | null };

const RETRY_AFTER_DEFAULT_MS = 2_000;
const LONGEST_WAIT_MS = 10_000;

/** How long until the bucket holds enough: (requested − available) / restore rate, in seconds. */
function throttleWaitMs(answer: z.infer<typeof answerSchema>): number {
  const cost = answer.extensions?.cost;
  if (!cost || cost.throttleStatus.restoreRate <= 0) return RETRY_AFTER_DEFAULT_MS;
  const { currentlyAvailable, restoreRate } = cost.throttleStatus;
  const seconds = (cost.requestedQueryCost - currentlyAvailable) / restoreRate;
  return Math.min(Math.max(seconds * 1000, 100), LONGEST_WAIT_MS);
}

function failed(
  facts: { code: string; retryable: boolean; httpStatus: number },
  waitMs: number | null = null,
): GraphqlAnswer {
  const message = `Shopify refused the query: ${facts.code}`;
  return { outcome: "failed", error: new ShopifyError(message, facts), waitMs };
}

/** Fields that we are not approved for come back null, each with an error: the rest is good. */
function onlyWithheld(answer: z.infer<typeof answerSchema>): boolean {
  const { errors, data } = answer;
  if (!Array.isArray(errors) || data === undefined || data === null) return false;
  return errors.every((e) => e.extensions?.code === "ACCESS_DENIED" && e.path);
}

function readErrors(
  answer: z.infer<typeof answerSchema>,
  withholds: boolean,
): GraphqlAnswer | null {
  const { errors } = answer;
  if (errors === undefined || errors.length === 0) return null;
  if (typeof errors === "string") {
    return failed({ code: "graphql_error", retryable: false, httpStatus: 200 });
  }
  const codes = errors.map((error) => error.extensions?.code ?? "graphql_error");
  if (codes.includes("THROTTLED")) {
    return failed({ code: "throttled", retryable: true, httpStatus: 200 }, throttleWaitMs(answer));
  }
  if (withholds && onlyWithheld(answer)) return null;
  const [code = "graphql_error"] = codes;
  const retryable = code === "INTERNAL_SERVER_ERROR" || code === "TIMEOUT";
  return failed({ code: code.toLowerCase(), retryable, httpStatus: 200 });
}

function byStatus(response: Response): GraphqlAnswer | null {
  const { status } = response;
  if (status === 200) return null;
  if (status === 429) {
    const seconds = Number(response.headers.get("retry-after"));
    const waitMs = seconds > 0 ? Math.min(seconds * 1000, LONGEST_WAIT_MS) : RETRY_AFTER_DEFAULT_MS;
    return failed({ code: "throttled", retryable: true, httpStatus: status }, waitMs);
  }
  if (status >= 500) return failed({ code: "unavailable", retryable: true, httpStatus: status });
  const code = status === 401 || status === 403 ? "unauthorized" : `http_${status}`;
  return failed({ code, retryable: false, httpStatus: status });
}

/**
 * Reads one HTTP answer of Shopify's. `waitMs` says how long it wants us to wait. `withholds`: the Admin
 * API keeps back single fields of people; where nothing of that kind is asked, a denial is a failure.
 */
export async function readGraphqlAnswer(
  response: Response,
  { withholds }: { withholds: boolean },
): Promise<GraphqlAnswer> {
  const refused = byStatus(response);
  if (refused) return refused;
  const parsed = answerSchema.safeParse(await response.json().catch(() => null));
  if (!parsed.success) {
    return failed({ code: "unexpected_answer", retryable: true, httpStatus: 200 });
  }
  return readErrors(parsed.data, withholds) ?? { outcome: "data", data: parsed.data.data };
}
