import type { Api } from "@shopify/ui-extensions/customer-account.profile.block.render";
import { useState } from "preact/hooks";
import { control } from "../../whatsapp-opt-in/src/control.ts";
import { toE164 } from "../../whatsapp-opt-in/src/phone.ts";
import { sendChanges, type Said } from "./account-request.ts";
import { changesTo, isEmptyWish, NOTHING } from "./choice.ts";
import { SavingWords, Switches, type Saving } from "./switches.tsx";

interface NewNumberProps {
  readonly api: Api;
  readonly said: Said;
  readonly added: () => Promise<void>;
}

/** A number that the customer types: nothing is ticked, and it goes the way of every opt-in. */
export function NewNumber({ api, said, added }: NewNumberProps) {
  const [choice, setChoice] = useState(NOTHING);
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  const [saving, setSaving] = useState<Saving>("idle");
  const { translate } = api.i18n;

  async function save(): Promise<void> {
    const changes = changesTo(NOTHING, choice);
    if (changes.length === 0 || isEmptyWish(choice)) return setSaving("nothing_chosen");
    const phone = toE164(typed, said.country ?? undefined);
    setWrong(!phone);
    if (!phone) return setSaving("idle");
    setSaving("saving");
    const outcome = await sendChanges(api, said, { which: { phone }, changes });
    setWrong(outcome === "refused");
    setSaving(outcome === "saved" ? "saved" : outcome === "refused" ? "idle" : "failed");
    if (outcome === "saved") await added();
  }

  return (
    <s-stack gap="base">
      <Switches api={api} choice={choice} choose={setChoice} />
      <s-phone-field
        label={translate("phone_label")}
        type="mobile"
        autocomplete="tel"
        value={typed}
        error={isWrong ? translate("phone_error") : ""}
        onInput={(event) => setTyped(control(event).value)}
      />
      <s-button onClick={() => void save()}>{translate("save")}</s-button>
      <SavingWords api={api} saving={saving} />
    </s-stack>
  );
}
