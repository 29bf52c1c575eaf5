import type { IncomingMessage, ServerResponse } from "node:http";
import { completeSignup, openSignupState } from "#app/modules/channel/index.ts";
import { signupAnswerSchema } from "#app/modules/channel/signup/signup.types.ts";
import { readShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { pickLocale } from "#app/ui/locale.ts";
import { answer } from "./answer.ts";
import { readBody } from "./read-body.ts";
import { signupPage, signupRefused } from "./signup-page.ts";
import { type SignupWords, signupWords } from "./signup-words.ts";

/** What the signup's page needs; the SDK is loaded nowhere else. */
export interface SignupLine {
  deps: Deps;
  sdkUrl: string;
  dialogOrigins: string[];
  configId: string | null;
  graphVersion: string;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

const MOST_BYTES = 8 * 1024;

function wordsFor(request: IncomingMessage): SignupWords {
  const { searchParams } = new URL(request.url ?? "/", "http://localhost");
  const parameter = searchParams.get("locale");
  const acceptLanguage = request.headers["accept-language"] ?? null;
  return signupWords(pickLocale({ parameter, acceptLanguage }));
}

/** GET /connect/whatsapp?state=: Meta's signup in a window of its own; Shopify's frame cannot hold it. */
async function showPage(line: SignupLine, { request, response }: Exchange): Promise<number> {
  const { deps, configId, sdkUrl } = line;
  const words = wordsFor(request);
  const refuse = (status: number, problem: Parameters<SignupWords["problem"]>[0]) => {
    answer(response, status, signupRefused(words, words.problem(problem)));
    return status;
  };
  const { appId } = deps.whatsapp;
  if (appId === null || configId === null) return refuse(503, "signup_not_set_up");
  const { searchParams } = new URL(request.url ?? "/", "http://localhost");
  const state = searchParams.get("state") ?? "";
  const link = openSignupState(deps, state);
  if (link.outcome !== "valid") {
    return link.outcome === "expired" ? refuse(410, "link_expired") : refuse(400, "link_invalid");
  }
  const shop = await deps.db.inShop(link.shopId, (tx) => readShop(tx, link.shopId));
  const { graphVersion, dialogOrigins } = line;
  const page = signupPage({
    words,
    shop: { name: shop.name || shop.domain, domain: shop.domain },
    sdkUrl,
    data: {
      state,
      appId,
      configId,
      graphVersion,
      dialogOrigins,
      words: { waiting: words.waiting, failed: words.failed },
    },
  });
  answer(response, 200, page);
  return 200;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null; // the schema refuses it
  }
}

/** A page of another site may not post here; the state alone would be enough to keep it out. */
function isForeign({ headers }: IncomingMessage, appUrl: string): boolean {
  const isJson = (headers["content-type"] ?? "").startsWith("application/json");
  const { origin } = headers;
  return !isJson || (origin !== undefined && origin !== new URL(appUrl).origin);
}

/** POST: the code and the ids that Meta's signup gave to the page. */
async function takeAnswer(line: SignupLine, { request, response }: Exchange): Promise<number> {
  const { deps } = line;
  const words = wordsFor(request);
  const tell = (status: number, text: string, over: boolean) => {
    answer(response, status, { json: { text, over } });
    return status;
  };
  if (isForeign(request, deps.appUrl)) return tell(403, words.failed, false);
  const read = await readBody(request, { maxBytes: MOST_BYTES });
  const given = signupAnswerSchema.safeParse(read.outcome === "read" ? parsed(read.body) : null);
  if (!given.success) return tell(400, words.problem("link_invalid"), false);
  const outcome = await completeSignup(deps, given.data);
  if (outcome.outcome === "connected") return tell(200, words.connected, true);
  const isRetry = outcome.problem === "cancelled" || outcome.problem === "meta_error";
  return tell(isRetry ? 200 : 409, words.problem(outcome.problem), !isRetry);
}

/** /connect/whatsapp: Embedded Signup (contract 8.3), top-level, for whoever holds a fresh state. */
export function handleSignup(line: SignupLine, exchange: Exchange): Promise<number> {
  return exchange.request.method === "POST" ? takeAnswer(line, exchange) : showPage(line, exchange);
}
