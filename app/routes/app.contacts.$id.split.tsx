import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { joinedRecords, splitPerson } from "#app/modules/proof/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { textOf } from "#app/ui/form-text.ts";

/** The records that were joined to this person. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const id = z.uuid().safeParse(params["id"]);
  const shop = await openShop(context.deps, session.shop);
  const asked = { shopId: shop.id, contactId: id.data ?? "" };
  const records = id.success ? await joinedRecords(context.deps, asked) : [];
  return { records, timeZone: shop.timeZone };
}

/** Takes one of them out again. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { session, sessionToken } = await context.shopify.authenticate.admin(request);
  const joined = z.uuid().safeParse(textOf(await request.formData(), "joined"));
  const id = z.uuid().safeParse(params["id"]);
  if (!joined.success || !id.success) return { done: false };
  const shop = await openShop(context.deps, session.shop);
  const asked = { shopId: shop.id, staffId: sessionToken.sub, contactId: id.data };
  return { done: await splitPerson(context.deps, asked, joined.data) };
}
