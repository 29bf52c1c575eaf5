import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { eraseByMerchant } from "#app/modules/compliance/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { textOf } from "#app/ui/form-text.ts";

/** Erases one person; the dialog has named what follows. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { session, sessionToken } = await context.shopify.authenticate.admin(request);
  const isMeant = textOf(await request.formData(), "confirmed") === "yes";
  const contactId = z.uuid().safeParse(params["id"]);
  if (!isMeant || !contactId.success) return { ok: false };
  const { id: shopId } = await openShop(context.deps, session.shop);
  const asked = { shopId, contactId: contactId.data, staffId: sessionToken.sub };
  await eraseByMerchant(context.deps, asked);
  return { ok: true };
}
