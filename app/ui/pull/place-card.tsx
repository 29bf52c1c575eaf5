import { Badge, BlockStack, Button, Card, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { PullPlace } from "#app/modules/optin/pull/pull.types.ts";
import { CardHead } from "../card-head.tsx";
import { useWords } from "../words.tsx";

/** A place with its pictures, made on the server. */
export interface ShownPlace extends PullPlace {
  svg: string;
  /** data URLs, to be saved as files */
  svgUrl: string;
  pngUrl: string;
}

function CopyLink({ link }: { link: string }) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(link).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <InlineStack gap="200" blockAlign="center">
      <Button onClick={copy}>{t("pull.place.copy")}</Button>
      <output>{copied ? t("pull.place.copied") : null}</output>
    </InlineStack>
  );
}

function Figures({ place, timeZone }: { place: ShownPlace; timeZone: string }) {
  const { t, time } = useWords();
  const { used, lastUsedAt } = place;
  return (
    <Text as="p" tone="subdued">
      {t("pull.place.used", { count: used })}
      {lastUsedAt ? ` ${t("pull.place.last", { time: time(lastUsedAt, timeZone) })}` : null}
    </Text>
  );
}

/** One place: its code to scan, its link, its poster, and how many came from there. */
export function PlaceCard({ place, timeZone }: { place: ShownPlace; timeZone: string }) {
  const { t } = useWords();
  const { code, kind, label } = place;
  return (
    <Card>
      <section aria-label={label}>
        <BlockStack gap="300">
          <CardHead title={label}>
            <Badge>{t(`pull.kinds.${kind}`)}</Badge>
          </CardHead>
          <InlineStack gap="400" blockAlign="start">
            <div style={{ width: "13rem" }} dangerouslySetInnerHTML={{ __html: place.svg }} />
            <div style={{ flex: "1 1 16rem", minWidth: 0 }}>
              <BlockStack gap="200">
                <Text as="p" variant="headingSm">
                  {t("pull.place.code", { code })}
                </Text>
                <Figures place={place} timeZone={timeZone} />
                {place.isOlder ? <Text as="p">{t("pull.place.older")}</Text> : null}
                <TextField
                  label={t("pull.place.text")}
                  value={place.prefilled}
                  multiline={5}
                  readOnly
                  autoComplete="off"
                />
                <TextField
                  label={t("pull.place.link")}
                  value={place.link}
                  readOnly
                  autoComplete="off"
                />
                <CopyLink link={place.link} />
              </BlockStack>
            </div>
          </InlineStack>
          <InlineStack gap="200">
            <Button url={place.posterUrl} target="_blank">
              {t("pull.place.poster")}
            </Button>
            <Button url={place.svgUrl} download={`${code}.svg`}>
              {t("pull.place.svg")}
            </Button>
            <Button url={place.pngUrl} download={`${code}.png`}>
              {t("pull.place.png")}
            </Button>
          </InlineStack>
        </BlockStack>
      </section>
    </Card>
  );
}
