import type { Api } from "@shopify/ui-extensions/customer-account.profile.block.render";
import { useCallback, useEffect, useState } from "preact/hooks";
import { readAccount, type Account } from "../../whatsapp-opt-in/src/app-api.ts";
import { readPublished } from "../../whatsapp-opt-in/src/published-wording.ts";
import { privacyUrl } from "../../whatsapp-opt-in/src/shop-settings.ts";
import { wordingFor, type Wording } from "../../whatsapp-opt-in/src/wording.ts";
import type { Said } from "./account-request.ts";
import { NewNumber } from "./new-number.tsx";
import { KnownNumber } from "./known-number.tsx";
import { SavingWords } from "./switches.tsx";

/** The sentence that every switch below it is about, with the policy as a link. */
function Sentence({ api, wording }: { readonly api: Api; readonly wording: Wording }) {
  const href = privacyUrl(api);
  if (!href) return <s-text>{wording.text}</s-text>;
  return (
    <s-text>
      {wording.beforeLink}
      <s-link href={href} target="_blank">
        {wording.link}
      </s-link>
      {wording.afterLink}
    </s-text>
  );
}

function saidIn(api: Api, { shop, wording }: Account): Said {
  const locale = api.localization.extensionLanguage.value.isoCode;
  const country = api.localization.country.value?.isoCode ?? null;
  return { wording: wordingFor(api, shop, readPublished(wording, locale)), locale, country };
}

interface LoadedProps {
  readonly api: Api;
  readonly account: Account;
  readonly reload: () => Promise<void>;
}

function Loaded({ api, account, reload }: LoadedProps) {
  const [isAdding, setAdding] = useState(false);
  const [isAdded, setAdded] = useState(false);
  const said = saidIn(api, account);
  const isFirst = account.numbers.length === 0;
  async function added(): Promise<void> {
    await reload();
    setAdding(false);
    setAdded(true);
  }
  return (
    <s-stack gap="large">
      <Sentence api={api} wording={said.wording} />
      {account.numbers.map((number) => (
        <KnownNumber key={number.ref} api={api} number={number} said={said} reload={reload} />
      ))}
      {isFirst || isAdding ? (
        <NewNumber api={api} said={said} added={added} />
      ) : (
        <s-button onClick={() => setAdding(true)}>{api.i18n.translate("other_number")}</s-button>
      )}
      <SavingWords api={api} saving={isAdded ? "saved" : "idle"} />
    </s-stack>
  );
}

/** The preference centre in the customer's profile: where they stand, and a switch for each purpose. */
export function Preferences({ api }: { readonly api: Api }) {
  const [account, setAccount] = useState<Account | "failed">();
  const reload = useCallback(
    () => readAccount(api).then((read) => setAccount(read ?? "failed")),
    [api],
  );
  useEffect(() => void reload(), [reload]);
  const { translate } = api.i18n;
  return (
    <s-section heading={translate("title")}>
      {account === undefined ? <s-text color="subdued">{translate("reading")}</s-text> : null}
      {account === "failed" ? (
        <s-stack gap="base">
          <s-text>{translate("not_read")}</s-text>
          <s-button onClick={() => void reload()}>{translate("try_again")}</s-button>
        </s-stack>
      ) : null}
      {typeof account === "object" ? <Loaded api={api} account={account} reload={reload} /> : null}
    </s-section>
  );
}
