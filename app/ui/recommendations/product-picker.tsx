import { useFetcher } from "@remix-run/react";
import { BlockStack, ChoiceList, InlineStack, Tag, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { useWords } from "../words.tsx";

export interface NamedProduct {
  productId: string;
  title: string;
}

/** What the page's search answers. */
interface Found {
  products: NamedProduct[];
  /** more fit than are shown */
  more: boolean;
}

const LIST = {
  border: "1px solid var(--p-color-border)",
  borderRadius: "var(--p-border-radius-200)",
  maxHeight: "14rem",
  overflowY: "auto",
  padding: "var(--p-space-300)",
} as const;
/** Somebody who types does not want an answer to every letter. */
const PAUSE_MS = 250;

function useProducts(search: string): Found | undefined {
  const { load, data } = useFetcher<Found>();
  useEffect(() => {
    const query = new URLSearchParams({ q: search });
    const timer = setTimeout(() => load(`/app/recommendations/products?${query}`), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [load, search]);
  return data;
}

interface Props {
  chosen: NamedProduct[];
  change(chosen: NamedProduct[]): void;
  error?: string;
}

function Listed({ chosen, change, error, found }: Props & { found: Found }) {
  const { t } = useWords();
  const listed = new Map(found.products.map((product) => [product.productId, product]));
  const kept = chosen.filter(({ productId }) => !listed.has(productId));
  return (
    <div style={LIST}>
      <ChoiceList
        allowMultiple
        title={t("recommendations.products.list")}
        choices={found.products.map(({ productId, title }) => ({ label: title, value: productId }))}
        selected={chosen.map(({ productId }) => productId).filter((id) => listed.has(id))}
        onChange={(now) => change([...kept, ...now.flatMap((id) => listed.get(id) ?? [])])}
        {...(error === undefined ? {} : { error })}
      />
    </div>
  );
}

/** Products of the shop by name, found by typing a part of it. What was chosen stays chosen while it is not listed. */
export function ProductPicker({ chosen, change, error }: Props) {
  const [search, setSearch] = useState("");
  const { t } = useWords();
  const found = useProducts(search);
  const note = !found ? "loading" : found.products.length === 0 ? "none" : "more";
  return (
    <BlockStack gap="300">
      <TextField
        label={t("recommendations.products.search")}
        value={search}
        onChange={setSearch}
        autoComplete="off"
        type="search"
      />
      {found && found.products.length > 0 ? (
        <Listed chosen={chosen} change={change} found={found} {...(error ? { error } : {})} />
      ) : null}
      <output>
        {note === "more" && !found?.more ? null : t(`recommendations.products.${note}`)}
      </output>
      <BlockStack gap="200">
        <Text as="p">{t("recommendations.products.chosen", { count: chosen.length })}</Text>
        <InlineStack gap="200">
          {chosen.map(({ productId, title }) => (
            <Tag
              key={productId}
              accessibilityLabel={title}
              onRemove={() => change(chosen.filter((one) => one.productId !== productId))}
            >
              {title}
            </Tag>
          ))}
        </InlineStack>
        {chosen.map(({ productId }) => (
          <input key={productId} type="hidden" name="excluded" value={productId} />
        ))}
      </BlockStack>
    </BlockStack>
  );
}
