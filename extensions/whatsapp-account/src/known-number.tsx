import type { Api } from "@shopify/ui-extensions/customer-account.profile.block.render";
import { useLayoutEffect, useState } from "preact/hooks";
import type { AccountNumber } from "../../whatsapp-opt-in/src/app-api.ts";
import { sendChanges, type Said } from "./account-request.ts";
import { changesTo, choiceOf, isEmptyWish, isNothing, type Change } from "./choice.ts";
import { SavingWords, Switches, type Saving } from "./switches.tsx";

interface KnownNumberProps {
  readonly api: Api;
  readonly number: AccountNumber;
  readonly said: Said;
  readonly reload: () => Promise<void>;
}

const EVERYTHING: Change = { granted: false, topics: [], tapTracking: false };

/** A number that the app knows as this customer's: its switches, and the way out of all of them. */
export function KnownNumber({ api, number, said, reload }: KnownNumberProps) {
  const before = choiceOf(number);
  const [choice, setChoice] = useState(before);
  const [saving, setSaving] = useState<Saving>("idle");
  const { translate } = api.i18n;
  // What the app says stands is what the switches show, also after a change made elsewhere.
  useLayoutEffect(() => setChoice(choiceOf(number)), [number]);

  async function send(changes: readonly Change[], done: Saving): Promise<void> {
    setSaving("saving");
    const outcome = await sendChanges(api, said, { which: { ref: number.ref }, changes });
    // The switches first: whoever reads that it is done must not see them as they were before.
    if (outcome === "saved") await reload();
    setSaving(outcome === "saved" ? done : "failed");
  }

  function save(): void {
    if (isEmptyWish(choice)) setSaving("nothing_chosen");
    else void send(changesTo(before, choice), isNothing(choice) ? "withdrawn" : "saved");
  }

  return (
    <s-stack gap="base">
      <s-heading>{translate("number", { phone: number.phone })}</s-heading>
      {Object.values(number.states).includes("pending") ? (
        <s-banner tone="warning">
          <s-text>{translate("please_confirm", { phone: number.phone })}</s-text>
        </s-banner>
      ) : null}
      <Switches api={api} choice={choice} states={number.states} choose={setChoice} />
      <s-stack direction="inline" gap="base">
        <s-button onClick={save}>{translate("save")}</s-button>
        <s-button onClick={() => void send([EVERYTHING], "withdrawn")}>
          {translate("withdraw_all")}
        </s-button>
      </s-stack>
      <SavingWords api={api} saving={saving} />
    </s-stack>
  );
}
