import type { ActionFunctionArgs } from "@remix-run/node";
import { db } from "../db.server.ts";
import { authenticate } from "../shopify.server.ts";

export const action = async ({ request }: ActionFunctionArgs) => {
  const { payload, shop, topic, webhookId } = await authenticate.webhook(request);
  await db.webhook.create({
    data: { id: webhookId, shop, topic, payload: JSON.stringify(payload) },
    select: { id: true },
  });
  return new Response();
};
