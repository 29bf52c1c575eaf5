import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";
import { z } from "zod";
import { decideAnswer, listAnswers } from "#app/modules/conversations/index.ts";
import { answerVerdictSchema } from "#app/modules/conversations/answers/answer.types.ts";
import { wakeWaiting } from "#app/modules/messaging/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { DecidedAnswers, OpenAnswers } from "#app/ui/answers/answer-lists.tsx";
import { textOf } from "#app/ui/form-text.ts";
import { keepShowing, keepTyped } from "#app/ui/keep-page.ts";
import { useWords } from "#app/ui/words.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session, sessionToken } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  const asked = { shopId: shop.id, staffId: sessionToken.sub };
  return { ...(await listAnswers(context.deps, asked)), timeZone: shop.timeZone };
}

const formSchema = z.object({ id: z.uuid(), verdict: answerVerdictSchema });

export async function action({ request, context }: ActionFunctionArgs) {
  const { session, sessionToken } = await context.shopify.authenticate.admin(request);
  const form = await request.formData();
  const read = formSchema.safeParse({ id: textOf(form, "id"), verdict: textOf(form, "verdict") });
  if (!read.success) return { outcome: "unknown" as const, verdict: null };
  const { deps } = context;
  const shop = await openShop(deps, session.shop);
  const made = { shopId: shop.id, by: sessionToken.sub, ...read.data };
  const outcome = await decideAnswer(deps, made);
  // What waited for this decision may leave at once.
  if (read.data.verdict === "no_stop") await wakeWaiting(deps, shop.id);
  return { outcome, verdict: read.data.verdict };
}

export const clientLoader = keepShowing();
export const clientAction = keepTyped;

export default function Answers() {
  const { open, openCount, decided, timeZone } = useLoaderData<typeof loader>();
  const { t } = useWords();
  return (
    <Page title={t("answers.title")} subtitle={t("answers.subtitle")}>
      <BlockStack gap="400">
        <OpenAnswers open={open} openCount={openCount} timeZone={timeZone} />
        <DecidedAnswers decided={decided} timeZone={timeZone} />
      </BlockStack>
    </Page>
  );
}
