import { z } from "zod";
import { openWhatsApp } from "#app/adapters/whatsapp/whatsapp.server.ts";
import { numberForShop, openSignupState, signupUrl } from "#app/modules/channel/index.ts";
import { startWhatsAppStandIn } from "#test/sandbox/whatsapp/index.ts";
import { freePort } from "#test/support/ports.ts";
import { startTestWeb, WHATSAPP_SECRET } from "./web-kit.ts";

export const APP_ID = "4711";
export const WABA_ID = "102900000000001";
export const PHONE_ID = "106500000000001";
export const TOKEN = "EAAtest-token";
export const OTHER = { wabaId: "102900000000002", phoneId: "106500000000002" };

const account = (wabaId: string, phoneId: string, token: string) => ({
  wabaId,
  portfolioId: `p${wabaId}`,
  name: "Leinenwerk",
  token,
  subscribed: false,
  numbers: [
    {
      id: phoneId,
      displayPhoneNumber: `+49 30 ${phoneId.slice(-6)}`,
      verifiedName: "Leinenwerk",
      registered: false,
    },
  ],
});

const codeSchema = z.object({ code: z.string() });
const stateSchema = z.object({
  accounts: z.array(
    z.object({
      wabaId: z.string(),
      subscribed: z.boolean(),
      numbers: z.array(
        z.object({ id: z.string(), registered: z.boolean(), pin: z.string().nullable() }),
      ),
    }),
  ),
});

function controlOf(url: string) {
  return async (name: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}/_control/${name}`, {
      method: body ? "POST" : "GET",
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
}

export type ConnectKit = Awaited<ReturnType<typeof startConnectKit>>;

/** Our web in front of WhatsApp's stand-in with two accounts that nobody has connected yet. */
export async function startConnectKit() {
  const port = await freePort();
  const appUrl = `http://127.0.0.1:${port}`;
  const standIn = await startWhatsAppStandIn({
    appId: APP_ID,
    appSecret: WHATSAPP_SECRET,
    verifyToken: "unused",
    webhookUrl: `${appUrl}/webhooks/whatsapp`,
    retry: { baseMs: 20, maxMs: 100, tries: 50 },
  });
  const { graphUrl } = standIn;
  const options = { graphUrl, version: "v26.0", appId: APP_ID, appSecret: WHATSAPP_SECRET };
  const whatsapp = openWhatsApp({ ...options, answerTimeoutMs: 1000 });
  const world = await startTestWeb({
    settings: {
      PORT: String(port),
      SHOPIFY_APP_URL: appUrl,
      WHATSAPP_CONFIG_ID: "c1",
      WHATSAPP_SDK_URL: `${standIn.url}/sdk.js`,
      WHATSAPP_DIALOG_ORIGINS: standIn.url,
    },
    change: { whatsapp, appUrl },
  });
  const { deps } = world;
  const control = controlOf(standIn.url);
  await control("seed", {
    accounts: [
      account(WABA_ID, PHONE_ID, TOKEN),
      account(OTHER.wabaId, OTHER.phoneId, "EAAother-token"),
    ],
  });
  return {
    ...world,
    standIn,
    control,
    stateFor: (shopId: string) => new URL(signupUrl(deps, shopId)).searchParams.get("state") ?? "",
    idOf: (state: string) => {
      const link = openSignupState(deps, state);
      if (link.outcome !== "valid") throw new Error(link.outcome);
      return link.id;
    },
    code: async (wabaId = WABA_ID) => codeSchema.parse(await control("codes", { wabaId })).code,
    number: (shopId: string) => deps.db.inShop(shopId, (tx) => numberForShop(tx, shopId)),
    metaSees: async (wabaId = WABA_ID) => {
      const { accounts } = stateSchema.parse(await control("state"));
      const found = accounts.find((one) => one.wabaId === wabaId);
      if (!found?.numbers[0]) throw new Error(`no account ${wabaId}`);
      return { subscribed: found.subscribed, ...found.numbers[0] };
    },
    close: async () => {
      await standIn.close();
      await world.close();
    },
  };
}

/** What the page posts after a signup that named this account. */
export function finished(
  code: string,
  named: { wabaId?: string; phoneId?: string; event?: string } = {},
) {
  const { wabaId = WABA_ID, phoneId = PHONE_ID, event = "FINISH" } = named;
  return { code, session: { event, data: { waba_id: wabaId, phone_number_id: phoneId } } };
}
