import { Badge, BlockStack, InlineStack, Link, Text } from "@shopify/polaris";
import { useWords } from "./words.tsx";

interface Props {
  title: string;
  isDone: boolean;
  text: string;
  /** the page where it is done */
  link?: { url: string; label: string } | null;
}

/** One of the things that have to be there, with whether it is; in a list. */
export function NeedLine({ title, isDone, text, link }: Props) {
  const { t } = useWords();
  return (
    <li style={{ listStyle: "none" }}>
      <BlockStack gap="050">
        <InlineStack align="space-between" blockAlign="center" wrap={false} gap="200">
          <Text as="span" variant="bodyMd" fontWeight="medium">
            {title}
          </Text>
          <Badge tone={isDone ? "success" : "attention"}>
            {t(isDone ? "setup.done" : "setup.open")}
          </Badge>
        </InlineStack>
        <Text as="span" variant="bodySm" tone="subdued">
          {text}
        </Text>
        {link ? <Link url={link.url}>{link.label}</Link> : null}
      </BlockStack>
    </li>
  );
}
