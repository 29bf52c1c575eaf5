import { BlockStack, Text } from "@shopify/polaris";

/** One figure under its name, and beneath it what helps to read it. */
export function Figure(props: { label: string; value: string; note?: string }) {
  return (
    <BlockStack gap="050">
      <Text as="h3" variant="bodySm" tone="subdued">
        {props.label}
      </Text>
      <Text as="p" variant="headingLg">
        <span suppressHydrationWarning>{props.value}</span>
      </Text>
      {props.note ? (
        <Text as="p" variant="bodySm" tone="subdued">
          {props.note}
        </Text>
      ) : null}
    </BlockStack>
  );
}
