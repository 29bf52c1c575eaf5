import { BlockStack, Box, Card, Text } from "@shopify/polaris";
import type {
  ProofBlock,
  ProofFact,
  ProofSection,
} from "#app/modules/proof/proof-document.types.ts";

const LINES = { whiteSpace: "pre-line", overflowWrap: "anywhere" } as const;
const GRID = {
  display: "grid",
  gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 16rem), 1fr))",
  gap: "var(--p-space-200) var(--p-space-400)",
  margin: 0,
} as const;

function Facts({ facts }: { facts: ProofFact[] }) {
  return (
    <dl style={GRID}>
      {facts.map(({ label, value }, index) => (
        <div key={index}>
          <Text as="dt" variant="bodySm" tone="subdued">
            {label}
          </Text>
          <dd style={{ ...LINES, margin: 0 }} suppressHydrationWarning>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Block({ block }: { block: ProofBlock }) {
  switch (block.kind) {
    case "facts":
      return <Facts facts={block.facts} />;
    case "quote":
      return (
        <Box background="bg-surface-secondary" padding="300" borderRadius="200">
          <blockquote style={{ ...LINES, margin: 0 }}>{block.text}</blockquote>
        </Box>
      );
    case "text":
      return (
        <Text as="p">
          <span suppressHydrationWarning>{block.text}</span>
        </Text>
      );
  }
}

function Blocks({ blocks }: { blocks: ProofBlock[] }) {
  return blocks.map((block, index) => <Block key={index} block={block} />);
}

/** A proof on the screen: a card per section, as on paper. */
export function ProofCards({ sections }: { sections: ProofSection[] }) {
  return sections.map(({ key, heading, blocks, parts }) => (
    <Card key={key}>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {heading}
        </Text>
        <Blocks blocks={blocks} />
        {parts.map((part, index) => (
          <BlockStack key={index} gap="200">
            <Text as="h3" variant="headingSm">
              {part.heading}
            </Text>
            <Blocks blocks={part.blocks} />
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  ));
}
