import type { ReactNode } from "react";

export interface Column {
  key: string;
  title: string;
  /** figures stand at the right */
  figure?: boolean;
}

const CELL = { padding: "var(--p-space-200)", textAlign: "start", verticalAlign: "top" } as const;
const FIGURE = { ...CELL, textAlign: "end", whiteSpace: "nowrap" } as const;
const HEAD = { fontWeight: "var(--p-font-weight-semibold)" };
const LINE = { borderTop: "var(--p-border-width-025) solid var(--p-color-border)" };

/** A table that scrolls by itself on narrow screens, with the keyboard, too. Its first column names the row. */
export function Table(props: {
  label: string;
  columns: Column[];
  rows: { key: string; cells: ReactNode[] }[];
}) {
  const { label, columns, rows } = props;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must take the keyboard
    <section aria-label={label} tabIndex={0} style={{ overflowX: "auto" }}>
      <table style={{ borderCollapse: "collapse", width: "100%" }}>
        <thead>
          <tr>
            {columns.map(({ key, title, figure }) => (
              <th key={key} scope="col" style={{ ...(figure ? FIGURE : CELL), ...HEAD }}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} style={LINE}>
              {row.cells.map((cell, index) => {
                const column = columns[index];
                const style = column?.figure ? FIGURE : CELL;
                return index === 0 ? (
                  <th key={column?.key} scope="row" style={{ ...style, fontWeight: "inherit" }}>
                    <span suppressHydrationWarning>{cell}</span>
                  </th>
                ) : (
                  <td key={column?.key} style={style}>
                    <span suppressHydrationWarning>{cell}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
