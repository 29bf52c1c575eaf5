import type { Api } from "@shopify/ui-extensions/customer-account.profile.block.render";
import { PURPOSES, type Purpose, type Standing } from "../../whatsapp-opt-in/src/app-api.ts";
import { control } from "../../whatsapp-opt-in/src/control.ts";
import type { Choice } from "./choice.ts";

interface SwitchesProps {
  readonly api: Api;
  readonly choice: Choice;
  readonly states?: Readonly<Record<Purpose, Standing>>;
  readonly choose: (choice: Choice) => void;
}

/** One box for each purpose; its name says where the person stands, so that it is read out with it. */
export function Switches({ api, choice, states, choose }: SwitchesProps) {
  const { translate } = api.i18n;
  return (
    <s-stack gap="base">
      {PURPOSES.map((purpose) => (
        <s-checkbox
          key={purpose}
          name={purpose}
          label={
            states
              ? translate("with_state", {
                  purpose: translate(`purpose_${purpose}`),
                  state: translate(`state_${states[purpose]}`),
                })
              : translate(`purpose_${purpose}`)
          }
          checked={choice[purpose]}
          onChange={(event) => choose({ ...choice, [purpose]: control(event).checked })}
        />
      ))}
    </s-stack>
  );
}

export type Saving = "idle" | "saving" | "saved" | "withdrawn" | "failed" | "nothing_chosen";

/** What came of it. Problems are banners, which are announced. */
export function SavingWords({ api, saving }: { readonly api: Api; readonly saving: Saving }) {
  if (saving === "idle") return null;
  const text = api.i18n.translate(saving);
  if (saving !== "failed" && saving !== "nothing_chosen") {
    return (
      <s-banner tone={saving === "saving" ? "info" : "success"}>
        <s-text>{text}</s-text>
      </s-banner>
    );
  }
  return (
    <s-banner tone="critical">
      <s-text>{text}</s-text>
    </s-banner>
  );
}
