import { Banner, BlockStack, Text } from "@shopify/polaris";
import type { NumberView } from "#app/modules/channel/connection-view.types.ts";
import { useWords, type Words } from "../words.tsx";

/** What happened and what to do; a reason without words of its own is named as sending names it. */
function reasonWords({ t }: Words, reason: string): { what: string; todo: string } {
  const own = t(`whatsapp.reasons.${reason}.what`, {}, "none");
  if (own !== "none") return { what: own, todo: t(`whatsapp.reasons.${reason}.do`) };
  const named = t(`reasons.${reason}`, {}, reason);
  return {
    what: t("whatsapp.reasons.other.what", { reason: named }),
    todo: t("whatsapp.reasons.other.do"),
  };
}

function MetaWords({ problems }: Pick<NumberView, "problems">) {
  const { t } = useWords();
  return problems.map(({ code, entity, description, solution }) => (
    <BlockStack key={`${entity}-${code}`} gap="050">
      <Text as="p">{t("whatsapp.number.metaSays", { text: `${description} (${code})` })}</Text>
      {solution ? <Text as="p">{t("whatsapp.number.metaAdvises", { text: solution })}</Text> : null}
    </BlockStack>
  ));
}

/** Why nothing is sent, and how to mend it; nothing while the number may send. */
export function StandingBanner(props: { number: NumberView; timeZone: string }) {
  const { number, timeZone } = props;
  const words = useWords();
  const { t, time } = words;
  if (number.status === "connected" && number.problems.length === 0) return null;
  if (number.status === "connected") {
    return (
      <Banner tone="warning">
        <MetaWords problems={number.problems} />
      </Banner>
    );
  }
  const { what, todo } = reasonWords(words, number.reason ?? "other");
  const isMild = number.status === "waiting" || number.status === "paused";
  return (
    <Banner tone={isMild ? "warning" : "critical"} title={what}>
      <BlockStack gap="100">
        <Text as="p">{todo}</Text>
        {number.pausedUntil ? (
          <Text as="p">
            <span suppressHydrationWarning>
              {t("whatsapp.pausedUntil", { at: time(number.pausedUntil, timeZone) })}
            </span>
          </Text>
        ) : null}
        <MetaWords problems={number.problems} />
        <Text as="p">{t("whatsapp.waits")}</Text>
      </BlockStack>
    </Banner>
  );
}
