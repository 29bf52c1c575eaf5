import { z } from "zod";
import { readBytes, sendJson } from "../http.ts";
import type { Exchange } from "../http.ts";
import { endHold, happen } from "../delivery/message-statuses.ts";
import { verifyCallback } from "../graph/account-calls.ts";
import { GraphRefusal } from "../graph/refusal.ts";
import { issueCode } from "../graph/token-calls.ts";
import { parseJson } from "../json.ts";
import type { State } from "../state.ts";
import { changeStatus } from "../templates/template-store.ts";
import { ControlError } from "./control-error.ts";
import { changeNumber, setOwnApp, tellAccount } from "./account-changes.ts";
import { changePreference, receiveFromShopper, sayStop } from "./inbound.ts";
import { meantTemplates, orderVerdict, setCategory, setQuality } from "./template-changes.ts";
import { writeLog } from "./log-reader.ts";
import { phoneData, readPhone } from "./phone-data.ts";
import * as schemas from "./schemas.ts";
import { seed } from "./seed.ts";
import { reset, setFaults, setRules, stateSummary } from "./settings.ts";

const BODY_MAX = 8 * 1024 * 1024;
const LOOPBACK_ORIGIN = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** The HTTP control API below /_control: JSON in, JSON out. */
export async function handleControl(state: State, exchange: Exchange): Promise<void> {
  const { req, res, method, path } = exchange;
  allowLoopback(exchange);
  if (method === "OPTIONS") return sendJson(res, 200, {});
  const name = path.slice("/_control/".length);
  const reader = method === "GET" ? READERS[name.split("/")[0] ?? ""] : undefined;
  if (reader) return reader(state, exchange);
  const handler = method === "POST" ? HANDLERS[name] : undefined;
  if (!handler) return sendJson(res, 404, { error: `no control call ${method} ${path}` });
  const body = (await readBytes(req, BODY_MAX))?.toString("utf8") ?? "";
  await run(exchange, async () => handler(state, body === "" ? {} : parseJson(body)));
}

/** Pages on this machine may call; any other site may not read the answers. */
function allowLoopback({ req, res }: Exchange): void {
  const { origin } = req.headers;
  if (!origin || !LOOPBACK_ORIGIN.test(origin)) return;
  res.setHeader("access-control-allow-origin", origin);
  res.setHeader("access-control-allow-headers", "content-type");
  res.setHeader("vary", "origin");
}

const READERS: Readonly<
  Record<string, (state: State, exchange: Exchange) => void | Promise<void>>
> = {
  log: async (state, { res, query }) => writeLog(state, res, query),
  events: (state, { res }) => state.events.listen(res),
  state: (state, { res }) => sendJson(res, 200, stateSummary(state)),
  phone: (state, { res, query }) => sendJson(res, 200, phoneData(state, query)),
  media: sendPicture,
};

async function run({ res }: Exchange, handler: () => Promise<object>): Promise<void> {
  try {
    sendJson(res, 200, await handler());
  } catch (error) {
    if (error instanceof z.ZodError) return sendJson(res, 400, { error: z.prettifyError(error) });
    if (error instanceof ControlError) return sendJson(res, 404, { error: error.message });
    if (error instanceof GraphRefusal) {
      return sendJson(res, 400, { error: error.message, code: error.code });
    }
    throw error;
  }
}

type Handler = (state: State, body: unknown) => object | Promise<object>;

const HANDLERS: Readonly<Record<string, Handler>> = {
  seed: (state, body) => {
    seed(state, schemas.seedSchema.parse(body));
    return { ok: true };
  },
  faults: (state, body) => setFaults(state, schemas.faultsSchema.parse(body)),
  statuses: (state, body) => setRules(state, schemas.statusesSchema.parse(body)),
  status: setStatus,
  templates: setTemplate,
  "templates/category": setCategory,
  "templates/quality": setQuality,
  "templates/review": orderVerdict,
  inbound: (state, body) => {
    const message = receiveFromShopper(state, schemas.inboundSchema.parse(body));
    return { ok: true, wamid: message.wamid };
  },
  prices: (state, body) => {
    state.prices = { ...state.prices, ...schemas.pricesSchema.parse(body).prices };
    return { ok: true };
  },
  preferences: (state, body) => {
    changePreference(state, schemas.preferencesSchema.parse(body));
    return { ok: true };
  },
  webhooks: (state, body) => {
    const { mode } = schemas.webhooksSchema.parse(body);
    state.sender.setMode(mode === "release" ? "normal" : mode);
    return { mode: state.sender.mode };
  },
  held: (state, body) => {
    const { action } = schemas.heldSchema.parse(body);
    return { count: endHold(state, () => true, action === "drop" ? 132015 : null) };
  },
  codes: (state, body) => {
    const { wabaId } = schemas.codesSchema.parse(body);
    if (!state.accounts.has(wabaId)) throw new ControlError(`no account ${wabaId}`);
    return { code: issueCode(state, wabaId) };
  },
  account: setAccount,
  number: (state, body) => changeNumber(state, schemas.numberSchema.parse(body)),
  "account-event": (state, body) => tellAccount(state, schemas.accountEventSchema.parse(body)),
  "own-app": (state, body) => setOwnApp(state, schemas.ownAppSchema.parse(body)),
  stops: (state, body) => sayStop(state, schemas.stopsSchema.parse(body)),
  verify: (state) => verifyCallback(state.webhookUrl, state.verifyToken),
  "phone/read": (state, body) => readPhone(state, schemas.readSchema.parse(body).number),
  reset: (state, body) => {
    reset(state, schemas.resetSchema.parse(body).keepAccounts === true);
    return { ok: true };
  },
};

function setStatus(state: State, body: unknown): object {
  const { wamid, status, code } = schemas.statusSchema.parse(body);
  const message = state.outgoing.get(wamid);
  if (!message) throw new ControlError(`no message ${wamid}`);
  happen(state, message, { status, code: code ?? null });
  return { ok: true };
}

function setTemplate(state: State, body: unknown): object {
  const wanted = schemas.templatesSchema.parse(body);
  const matching = meantTemplates(state, wanted);
  for (const template of matching) {
    changeStatus(state, template, {
      event: wanted.status,
      ...(wanted.reason === undefined ? {} : { reason: wanted.reason }),
      ...(wanted.title === undefined ? {} : { title: wanted.title }),
    });
  }
  return { ok: true, count: matching.length };
}

function setAccount(state: State, body: unknown): object {
  const wanted = schemas.accountSchema.parse(body);
  const account = state.accounts.get(wanted.wabaId);
  if (!account) throw new ControlError(`no account ${wanted.wabaId}`);
  account.tokenState = wanted.tokenState ?? account.tokenState;
  account.subscribed = wanted.subscribed ?? account.subscribed;
  account.scopes = wanted.scopes ?? account.scopes;
  account.health = wanted.health ?? account.health;
  state.touch();
  return { ok: true };
}

/** An uploaded picture for the phone page, without a token. */
function sendPicture(state: State, { res, path }: Exchange): void {
  const media = state.media.get(path.slice("/_control/media/".length));
  if (!media) return sendJson(res, 404, { error: "no such media" });
  res.writeHead(200, { "content-type": media.mimeType, "x-content-type-options": "nosniff" });
  res.end(media.bytes);
}
