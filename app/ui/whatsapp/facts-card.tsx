import { Badge, BlockStack, Card, ProgressBar, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { NumberView } from "#app/modules/channel/connection-view.types.ts";
import { useWords } from "../words.tsx";

const QUALITY_TONES: Record<string, "success" | "warning" | "critical"> = {
  GREEN: "success",
  YELLOW: "warning",
  RED: "critical",
};

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div style={{ display: "flex", justifyContent: "space-between", gap: "0.5rem" }}>
      <Text as="dt" variant="bodyMd" tone="subdued">
        {label}
      </Text>
      <dd style={{ margin: 0, textAlign: "end" }}>{children}</dd>
    </div>
  );
}

function LimitUse({ limit }: Pick<NumberView, "limit">) {
  const { t, number } = useWords();
  const { max, used, isKnown } = limit;
  if (max === null)
    return <Text as="p">{t("whatsapp.facts.limitNone", { used: number(used) })}</Text>;
  const words = t("whatsapp.facts.limitUse", { used: number(used), limit: number(max) });
  return (
    <BlockStack gap="100">
      <Text as="p" variant="bodySm">
        {words}
      </Text>
      <ProgressBar
        progress={Math.min(100, Math.round((100 * used) / max))}
        size="small"
        ariaLabelledBy="limit-label"
      />
      {isKnown ? null : (
        <Text as="p" variant="bodySm" tone="subdued">
          {t("whatsapp.facts.limitUnknown", { limit: number(max) })}
        </Text>
      )}
    </BlockStack>
  );
}

/** Quality, limit, speed, name and payment, as Meta tells them. */
export function FactsCard({ number }: { number: NumberView }) {
  const { t } = useWords();
  const tone = QUALITY_TONES[number.quality];
  const name = t(`whatsapp.nameStatus.${number.nameStatus}`, {}, number.nameStatus);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("whatsapp.facts.title")}
        </Text>
        <dl style={{ margin: 0, display: "grid", gap: "0.5rem" }}>
          <Fact label={t("whatsapp.facts.quality")}>
            <Badge {...(tone ? { tone } : {})}>
              {t(`whatsapp.quality.${number.quality}`, {}, number.quality)}
            </Badge>
          </Fact>
          <Fact label={t("whatsapp.facts.speed")}>
            {t("whatsapp.facts.perSecond", { rate: number.rate })}
          </Fact>
          <Fact label={t("whatsapp.facts.name")}>{name}</Fact>
          <Fact label={t("whatsapp.facts.payment")}>
            <Badge tone={number.paymentProblem ? "critical" : "success"}>
              {t(`whatsapp.facts.payment${number.paymentProblem ? "Problem" : "Ok"}`)}
            </Badge>
          </Fact>
        </dl>
        <Text as="h3" variant="headingSm" id="limit-label">
          {t("whatsapp.facts.limit")}
        </Text>
        <LimitUse limit={number.limit} />
      </BlockStack>
    </Card>
  );
}
