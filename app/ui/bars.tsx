import { Text } from "@shopify/polaris";

export interface Bar {
  key: string;
  label: string;
  value: number;
  /** the value as people read it */
  shown: string;
}

const TRACK = {
  background: "var(--p-color-bg-surface-secondary)",
  borderRadius: "var(--p-border-radius-100)",
  height: "1.25rem",
};

/** Horizontal bars against the largest of them. The numbers stand beside, so the bars are decoration. */
export function Bars({ label, rows }: { label: string; rows: Bar[] }) {
  const largest = Math.max(1, ...rows.map((row) => row.value));
  return (
    <ul aria-label={label} style={{ margin: 0, padding: 0, display: "grid", gap: "0.75rem" }}>
      {rows.map((row) => (
        <li key={row.key} data-stage={row.key} style={{ listStyle: "none" }}>
          <div style={{ display: "flex", justifyContent: "space-between" }}>
            <Text as="span" variant="bodyMd">
              {row.label}
            </Text>
            <Text as="span" variant="bodyMd" fontWeight="semibold">
              <span suppressHydrationWarning>{row.shown}</span>
            </Text>
          </div>
          <div aria-hidden="true" style={TRACK}>
            <div
              style={{
                background: "var(--p-color-bg-fill-success)",
                borderRadius: "inherit",
                height: "100%",
                minWidth: row.value > 0 ? "0.25rem" : 0,
                width: `${Math.round((row.value / largest) * 100)}%`,
              }}
            />
          </div>
        </li>
      ))}
    </ul>
  );
}
