import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { findToMerge, mergePeople } from "#app/modules/proof/index.ts";
import { mergeFormSchema } from "#app/modules/proof/merge.types.ts";
import { openShop } from "#app/modules/shops/index.ts";

/** Looks for a second record of this person (`text`), or says that `other` is one. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { session, sessionToken } = await context.shopify.authenticate.admin(request);
  const form = mergeFormSchema.safeParse(Object.fromEntries(await request.formData()));
  const id = z.uuid().safeParse(params["id"]);
  if (!form.success || !id.success) return { outcome: "unreadable" as const };
  const shop = await openShop(context.deps, session.shop);
  const asked = { shopId: shop.id, staffId: sessionToken.sub, contactId: id.data };
  if ("text" in form.data) return findToMerge(context.deps, asked, form.data.text);
  const isDone = await mergePeople(context.deps, asked, form.data.other);
  return { outcome: isDone ? ("merged" as const) : ("failed" as const) };
}
