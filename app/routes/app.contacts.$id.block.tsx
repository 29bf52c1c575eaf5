import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { blockPerson } from "#app/modules/preferences/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { textOf } from "#app/ui/form-text.ts";

/** "Never message this person", and the end of it. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { session, sessionToken } = await context.shopify.authenticate.admin(request);
  const blocked = textOf(await request.formData(), "blocked");
  const id = z.uuid().safeParse(params["id"]);
  if (!id.success || (blocked !== "yes" && blocked !== "no")) return { done: false };
  const shop = await openShop(context.deps, session.shop);
  const asked = { shopId: shop.id, staffId: sessionToken.sub, contactId: id.data };
  return { done: await blockPerson(context.deps, asked, blocked === "yes") };
}
