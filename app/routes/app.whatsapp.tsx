import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Card, Layout, Page, Text } from "@shopify/polaris";
import {
  connectionView,
  connectOwnAccount,
  continueSignup,
  disconnectNumber,
  refreshHealth,
  resumeBrake,
} from "#app/modules/channel/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { keepShowing, keepTyped } from "#app/ui/keep-page.ts";
import { useFresh } from "#app/ui/use-fresh.ts";
import { BrakeCard } from "#app/ui/whatsapp/brake-card.tsx";
import { ConnectCard } from "#app/ui/whatsapp/connect-card.tsx";
import { FactsCard } from "#app/ui/whatsapp/facts-card.tsx";
import { NumberCard } from "#app/ui/whatsapp/number-card.tsx";
import { OwnAccountCard } from "#app/ui/whatsapp/own-account-card.tsx";
import { readConnectForm } from "#app/ui/whatsapp/connect-form.ts";
import { WebhookCard } from "#app/ui/whatsapp/webhook-card.tsx";
import { useWords } from "#app/ui/words.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  return { timeZone: shop.timeZone, ...(await connectionView(context.deps, shop.id)) };
}

function checked(read: Awaited<ReturnType<typeof refreshHealth>>) {
  const said = read?.outcome === "unreachable" ? "notReached" : "checkedNow";
  return { said: `whatsapp.number.${said}` };
}

function told(outcome: Awaited<ReturnType<typeof connectOwnAccount>>) {
  if (outcome.outcome === "connected") return { connected: true };
  return { problem: outcome.problem, detail: outcome.detail };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const { deps } = context;
  const form = readConnectForm(await request.formData());
  if (form.intent === "invalid") return { errors: form.errors, pinError: form.pinError };
  const { id: shopId } = await openShop(deps, session.shop);
  const { number } = await connectionView(deps, shopId);
  const target = { shopId, numberId: number?.id ?? NOBODY };
  switch (form.intent) {
    case "own":
      return told(await connectOwnAccount(deps, shopId, form.account));
    case "continue":
      return told(await continueSignup(deps, { shopId, pin: form.pin }));
    case "check":
      return checked(await refreshHealth(deps, target));
    case "resume":
      return { resumed: await resumeBrake(deps, target) };
    case "disconnect":
      return { disconnected: await disconnectNumber(deps, target) };
  }
}

export const clientLoader = keepShowing();
export const clientAction = keepTyped;

/** The id of no number: what is asked of it finds nothing. */
const NOBODY = "00000000-0000-0000-0000-000000000000";
const REFRESH_MS = 5_000;

function NoNumber() {
  const { t } = useWords();
  return (
    <Card>
      <Text as="p">{t("whatsapp.number.none")}</Text>
    </Card>
  );
}

export default function WhatsApp() {
  const { timeZone, ...view } = useLoaderData<typeof loader>();
  const { t } = useWords();
  useFresh(REFRESH_MS);
  const { number } = view;
  return (
    <Page title={t("whatsapp.title")} subtitle={t("whatsapp.subtitle")}>
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {number ? <NumberCard number={number} timeZone={timeZone} /> : <NoNumber />}
            {number?.webhook ? <WebhookCard webhook={number.webhook} timeZone={timeZone} /> : null}
            {number ? <BrakeCard brake={number.brake} timeZone={timeZone} /> : null}
          </BlockStack>
        </Layout.Section>
        {/* Until there is a number, connecting one is what the page is about. */}
        <Layout.Section variant={number ? "oneThird" : "fullWidth"}>
          <BlockStack gap="400">
            {number ? <FactsCard number={number} /> : null}
            <ConnectCard view={view} />
            <OwnAccountCard />
          </BlockStack>
        </Layout.Section>
      </Layout>
    </Page>
  );
}
