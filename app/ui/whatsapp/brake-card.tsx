import {
  Badge,
  Banner,
  BlockStack,
  Button,
  Card,
  Checkbox,
  InlineStack,
  Text,
} from "@shopify/polaris";
import { useFetcher } from "@remix-run/react";
import { useState } from "react";
import type { BrakeView } from "#app/modules/channel/connection-view.types.ts";
import { CardHead } from "../card-head.tsx";
import { useWords } from "../words.tsx";

const TONES = { normal: "success", slow: "warning", stop: "critical" } as const;

/** A merchant who resumes says that they know what may follow. */
function Resume() {
  const { t } = useWords();
  const fetcher = useFetcher();
  const [knows, setKnows] = useState(false);
  return (
    <fetcher.Form method="post">
      <input type="hidden" name="intent" value="resume" />
      <BlockStack gap="200">
        <Text as="p">{t("whatsapp.brake.risk")}</Text>
        <Checkbox
          label={t("whatsapp.brake.confirm")}
          name="knowsRisk"
          value="on"
          checked={knows}
          onChange={setKnows}
        />
        <InlineStack>
          <Button submit disabled={!knows} loading={fetcher.state !== "idle"}>
            {t("whatsapp.brake.resume")}
          </Button>
        </InlineStack>
      </BlockStack>
    </fetcher.Form>
  );
}

function Cause({ brake, timeZone }: { brake: BrakeView; timeZone: string }) {
  const { t, time } = useWords();
  const cause = brake.cause ?? "quality_red";
  return (
    <Banner
      tone={brake.level === "stop" ? "critical" : "warning"}
      title={t(`whatsapp.brake.causes.${cause}.what`, {}, cause)}
    >
      <BlockStack gap="200">
        <Text as="p">{t(`whatsapp.brake.causes.${cause}.do`, {}, "")}</Text>
        <Text as="p">
          <span suppressHydrationWarning>
            {[
              brake.since ? t("whatsapp.brake.since", { at: time(brake.since, timeZone) }) : "",
              brake.easesFrom
                ? t("whatsapp.brake.easesFrom", { at: time(brake.easesFrom, timeZone) })
                : "",
            ]
              .filter(Boolean)
              .join(". ")}
          </span>
        </Text>
        {brake.level === "stop" ? <Resume /> : null}
      </BlockStack>
    </Banner>
  );
}

function History({ brake, timeZone }: { brake: BrakeView; timeZone: string }) {
  const { t, time } = useWords();
  if (brake.history.length === 0) return <Text as="p">{t("whatsapp.brake.noHistory")}</Text>;
  return (
    <ul style={{ margin: 0, paddingInlineStart: "1.25rem" }}>
      {brake.history.map(({ at, from, to, cause, byMerchant }) => (
        <li key={at}>
          <span suppressHydrationWarning>
            {[
              time(at, timeZone),
              t("whatsapp.brake.moved", {
                from: t(`whatsapp.brake.${from}`),
                to: t(`whatsapp.brake.${to}`),
              }),
              t(byMerchant ? "whatsapp.brake.byMerchant" : "whatsapp.brake.byRule"),
              cause ? t(`whatsapp.brake.causes.${cause}.what`, {}, cause) : "",
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Whether our own brake holds marketing back, why, and what ends that. */
export function BrakeCard({ brake, timeZone }: { brake: BrakeView; timeZone: string }) {
  const { t } = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <CardHead title={t("whatsapp.brake.title")}>
          <Badge tone={TONES[brake.level]}>{t(`whatsapp.brake.${brake.level}`)}</Badge>
        </CardHead>
        <Text as="p" tone="subdued">
          {t("whatsapp.brake.explained")}
        </Text>
        {brake.level === "normal" ? null : <Cause brake={brake} timeZone={timeZone} />}
        <Text as="h3" variant="headingSm">
          {t("whatsapp.brake.history")}
        </Text>
        <History brake={brake} timeZone={timeZone} />
      </BlockStack>
    </Card>
  );
}
