import type { SyncState } from "./consent-sync.ts";
import { control } from "./control.ts";
import type { Api, Place } from "./host.ts";
import { privacyUrl } from "./shop-settings.ts";
import { useOptIn, type OptIn } from "./use-opt-in.ts";
import { consentWording } from "./wording.ts";

interface BoxProps {
  readonly api: Api;
  readonly checked: boolean;
  readonly onTick?: (checked: boolean) => void;
}

/** The label itself holds the consent sentence, so that it is read out with the box. */
function ConsentBox({ api, checked, onTick }: BoxProps) {
  const { text, beforeLink, link, afterLink } = consentWording(api);
  const href = privacyUrl(api);
  return (
    <s-checkbox
      label={text}
      checked={checked}
      onChange={(event) => onTick?.(control(event).checked)}
    >
      {href ? (
        <s-text slot="label">
          {beforeLink}
          <s-link href={href} target="_blank">
            {link}
          </s-link>
          {afterLink}
        </s-text>
      ) : null}
    </s-checkbox>
  );
}

function PhoneField({ api, optIn }: { readonly api: Api; readonly optIn: OptIn }) {
  const { translate } = api.i18n;
  return (
    <s-phone-field
      label={translate("phone_label")}
      type="mobile"
      autocomplete="tel"
      value={optIn.number}
      error={optIn.implausible ? translate("phone_error") : ""}
      onInput={(event) => optIn.type(control(event).value)}
      onChange={(event) => optIn.commit(control(event).value)}
      onBlur={(event) => optIn.commit(control(event).value)}
    />
  );
}

function Status({ api, state, retry }: { api: Api; state: SyncState; retry: () => void }) {
  const { translate } = api.i18n;
  switch (state.kind) {
    case "idle":
    case "refused":
      return null;
    case "saving":
      return <s-text color="subdued">{translate("saving")}</s-text>;
    case "saved":
      return (
        <s-text tone="success">
          {translate(state.awaits ? "saved_pending" : "saved", { phone: state.phone })}
        </s-text>
      );
    case "withdrawn":
      return <s-text color="subdued">{translate("withdrawn")}</s-text>;
    case "failed":
      return (
        <s-banner tone="warning">
          <s-stack gap="base">
            <s-text>{translate("failed")}</s-text>
            <s-button onClick={retry}>{translate("try_again")}</s-button>
          </s-stack>
        </s-banner>
      );
  }
}

function LiveBox({ api, place }: { readonly api: Api; readonly place: Place }) {
  const optIn = useOptIn(api, place);
  const take = () => optIn.commit(optIn.number);
  const retry = () => (optIn.ticked ? take() : optIn.tick(false));
  return (
    <s-stack gap="base">
      <ConsentBox api={api} checked={optIn.ticked} onTick={optIn.tick} />
      {optIn.ticked ? <PhoneField api={api} optIn={optIn} /> : null}
      {optIn.offered ? (
        <s-button onClick={take}>{api.i18n.translate("use_number")}</s-button>
      ) : null}
      <Status api={api} state={optIn.state} retry={retry} />
    </s-stack>
  );
}

/** In the merchant's checkout editor: what shoppers will see, saving nothing. */
function Preview({ api }: { readonly api: Api }) {
  return (
    <s-stack gap="base">
      <ConsentBox api={api} checked={false} />
      <s-phone-field label={api.i18n.translate("phone_label")} disabled />
      <s-text color="subdued">{api.i18n.translate("preview")}</s-text>
    </s-stack>
  );
}

/** The opt-in at one place of the shop. It never keeps anybody from buying. */
export function OptInBox({ api, place }: { readonly api: Api; readonly place: Place }) {
  const inEditor = "editor" in api.extension && api.extension.editor !== undefined;
  return inEditor ? <Preview api={api} /> : <LiveBox api={api} place={place} />;
}
