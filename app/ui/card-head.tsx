import { InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

/** A card's title, and beside it how the thing stands. */
export function CardHead({ title, children }: { title: string; children: ReactNode }) {
  return (
    <InlineStack align="space-between" blockAlign="center" gap="200">
      <Text as="h2" variant="headingMd">
        {title}
      </Text>
      {children}
    </InlineStack>
  );
}
