import { useEffect, useState } from "preact/hooks";
import { readAccount, sendBody, type AccountNumber } from "./app-api.ts";
import { control } from "./control.ts";
import { knownCountry, knownPhone, type Api } from "./host.ts";
import { OptInBox } from "./opt-in-box.tsx";
import { withdrawalBody } from "./opt-in-request.ts";
import { toE164 } from "./phone.ts";

const PLACE = "order_status";

function standsAt({ states }: AccountNumber, standing: "granted" | "pending"): boolean {
  return Object.values(states).includes(standing);
}

type Kind = "idle" | "saving" | "withdrawn" | "failed";

function Words({ api, kind }: { readonly api: Api; readonly kind: Kind }) {
  if (kind === "idle") return null;
  const text = api.i18n.translate(kind === "failed" ? "not_withdrawn" : kind);
  return <s-text {...(kind === "failed" ? { tone: "critical" } : {})}>{text}</s-text>;
}

interface TakeBackProps {
  readonly api: Api;
  /** What is taken back, or undefined when it cannot be read. */
  readonly number: () => { readonly ref: string } | { readonly phone: string } | undefined;
  readonly done?: () => void;
}

/** The button that takes consent back, and what came of it. */
function TakeBack({ api, number, done }: TakeBackProps) {
  const [kind, setKind] = useState<Kind>("idle");
  async function takeBack(): Promise<void> {
    const which = number();
    if (!which) return;
    setKind("saving");
    const outcome = await sendBody(api, withdrawalBody(api, PLACE, which));
    setKind(outcome === "saved" ? "withdrawn" : "failed");
    if (outcome === "saved") done?.();
  }
  return (
    <s-stack gap="base">
      {kind === "withdrawn" ? null : (
        <s-button onClick={() => void takeBack()}>{api.i18n.translate("withdraw")}</s-button>
      )}
      <Words api={api} kind={kind} />
    </s-stack>
  );
}

/** A customer who is logged in and has agreed: what stands, and the way out. */
function Standing({ api, number }: { readonly api: Api; readonly number: AccountNumber }) {
  const [isOver, setOver] = useState(false);
  const words = standsAt(number, "granted") ? "standing_granted" : "standing_pending";
  return (
    <s-stack gap="base">
      {isOver ? null : <s-text>{api.i18n.translate(words, { phone: number.phone })}</s-text>}
      <TakeBack api={api} number={() => ({ ref: number.ref })} done={() => setOver(true)} />
    </s-stack>
  );
}

/** For whoever agreed elsewhere and is not logged in: the number they want left alone. */
function OtherNumber({ api }: { readonly api: Api }) {
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState<string>();
  const [isWrong, setWrong] = useState(false);
  const { translate } = api.i18n;
  if (!isOpen)
    return <s-button onClick={() => setOpen(true)}>{translate("withdraw_number")}</s-button>;
  const value = typed ?? knownPhone(api);
  function read(): { phone: string } | undefined {
    const phone = toE164(value, knownCountry(api));
    setWrong(!phone);
    return phone ? { phone } : undefined;
  }
  return (
    <s-stack gap="base">
      <s-phone-field
        label={translate("withdraw_label")}
        type="mobile"
        autocomplete="tel"
        value={value}
        error={isWrong ? translate("phone_error") : ""}
        onInput={(event) => setTyped(control(event).value)}
      />
      <TakeBack api={api} number={read} />
    </s-stack>
  );
}

/** The order status page: asks like the thank-you page does, and lets out whoever has agreed. */
export function OrderStatusBox({ api }: { readonly api: Api }) {
  const [numbers, setNumbers] = useState<readonly AccountNumber[]>();
  useEffect(() => {
    void readAccount(api).then((account) => setNumbers(account?.numbers ?? []));
  }, [api]);
  if (!numbers) return <s-text color="subdued">{api.i18n.translate("reading")}</s-text>;
  const standing = numbers.find((one) => standsAt(one, "granted") || standsAt(one, "pending"));
  if (standing) return <Standing api={api} number={standing} />;
  return (
    <s-stack gap="base">
      <OptInBox api={api} place={PLACE} />
      <OtherNumber api={api} />
    </s-stack>
  );
}
