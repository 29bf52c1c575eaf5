import type { ReactNode } from "react";

const CELL = {
  textAlign: "start",
  verticalAlign: "top",
  padding: "var(--p-space-150) var(--p-space-200)",
  borderBottom: "var(--p-border-width-025) solid var(--p-color-border)",
} as const;

export interface PlainRow {
  key: string;
  cells: ReactNode[];
}

/** A table of words that scrolls in itself on a narrow screen; its first column heads the rows. */
export function PlainTable(props: { label: string; heads: string[]; rows: PlainRow[] }) {
  const { label, heads, rows } = props;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keyboard
    <section aria-label={label} tabIndex={0} style={{ overflowX: "auto" }}>
      <table style={{ width: "100%", borderCollapse: "collapse" }}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col" style={CELL}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [first, ...others] }) => (
            <tr key={key}>
              <th scope="row" style={{ ...CELL, fontWeight: "normal" }}>
                {first}
              </th>
              {others.map((cell, index) => (
                <td key={heads[index + 1]} style={CELL}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
