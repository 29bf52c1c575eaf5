import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";
import { instantOf } from "#app/modules/proof/local-instant.rules.ts";
import { readProof } from "#app/modules/proof/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { PersonActions } from "#app/ui/contacts/person-actions.tsx";
import { ProofCards } from "#app/ui/contacts/proof-cards.tsx";
import { proofDocument } from "#app/ui/contacts/proof-document.ts";
import { PastForm, ProofTools } from "#app/ui/contacts/proof-tools.tsx";
import { textOf } from "#app/ui/form-text.ts";
import { keepShowing, keepTyped } from "#app/ui/keep-page.ts";
import { useWords } from "#app/ui/words.tsx";

type Args = Pick<LoaderFunctionArgs, "request" | "context" | "params">;

async function read({ request, context, params }: Args, at: string, as: "masked" | "clear") {
  const { session, sessionToken } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  const report = await readProof(context.deps, {
    shopId: shop.id,
    contactId: params["id"] ?? "",
    staffId: sessionToken.sub,
    at: instantOf(at, shop.timeZone),
    as,
  });
  if (report === null) throw new Response("Nobody has this id in this shop", { status: 404 });
  return { report, at };
}

/**
 * One person: the proof of their consent. What a merchant can do for them hangs on `PersonActions` (see
 * there); each deed has a resource route of its own, `app.contacts.$id.<verb>.tsx`, so this file stays as
 * it is.
 */
export async function loader(args: LoaderFunctionArgs) {
  return read(args, new URL(args.request.url).searchParams.get("at") ?? "", "masked");
}

/** Shows in full what the page covers. */
export async function action(args: ActionFunctionArgs) {
  const form = await args.request.clone().formData();
  return read(args, textOf(form, "at"), "clear");
}

export const clientLoader = keepShowing();
export const clientAction = keepTyped;

/** Who it is and where they stand comes before what can be done for them; what they got and did not get follows. */
const FIRST: ReadonlySet<string> = new Set(["person", "now", "past"]);

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

/** In full only for as long as nothing has happened: after an erasure nobody must see what was shown before. */
function isAsBefore(shown: Loaded, loaded: Loaded): boolean {
  const marks = [shown, loaded].map(({ at, report }) => {
    const { acts, messages, identifiers, erasedAt } = report;
    return JSON.stringify([at, acts.length, messages.length, identifiers.length, erasedAt]);
  });
  return marks[0] === marks[1];
}

export default function Person() {
  const loaded = useLoaderData<typeof loader>();
  const fetcher = useFetcher<typeof action>({ key: loaded.report.contactId });
  const words = useWords();
  const shown = fetcher.data && isAsBefore(fetcher.data, loaded) ? fetcher.data : undefined;
  const { report, at } = shown ?? loaded;
  const phone = report.identifiers.find(({ kind, until }) => kind === "phone" && until === null);
  const name = [report.firstName, phone?.value].filter(Boolean).join(" · ");
  const { t } = words;
  const { sections } = proofDocument(report, words, { printedBy: null });
  const messages = sections.filter(({ key }) => key === "messages");
  const rest = sections.filter(({ key }) => !FIRST.has(key) && key !== "messages");
  return (
    <Page
      title={name || t("contacts.nameless")}
      subtitle={t("contacts.person.title")}
      backAction={{ content: t("contacts.person.back"), url: "/app/contacts" }}
    >
      <BlockStack gap="400">
        <ProofTools
          contactId={report.contactId}
          at={at}
          isShown={shown !== undefined}
          fetcher={fetcher}
        />
        <ProofCards sections={sections.filter(({ key }) => FIRST.has(key))} />
        <PastForm at={at} timeZone={report.shop.timeZone} />
        <PersonActions contactId={report.contactId} isErased={report.erasedAt !== null} />
        <ProofCards sections={[...messages, ...rest]} />
      </BlockStack>
    </Page>
  );
}
