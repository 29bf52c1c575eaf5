import type { CurveReading } from "#app/modules/recommendations/curve.rules.ts";
import { usePercent } from "./use-percent.ts";
import { useWords } from "../words.tsx";

/** In units of the drawing; it is scaled to the width of its card. */
const SIZE = { width: 420, height: 240 };
const EDGE = { left: 44, right: 24, top: 12, bottom: 28 };
const PLOT = {
  width: SIZE.width - EDGE.left - EDGE.right,
  height: SIZE.height - EDGE.top - EDGE.bottom,
};
const GRID = "var(--p-color-border)";
const INK = "var(--p-color-text-secondary)";
const LINE = "var(--p-color-bg-fill-success)";
const MARK = "var(--p-color-text)";
const TEXT = { fill: INK, fontSize: 12 };
const QUARTERS = [0, 0.25, 0.5, 0.75, 1];

/** The next round share above the best one: the picture is as high as it has to be. */
function ceiling(points: readonly CurveReading[]): number {
  const best = Math.max(0.01, ...points.map(({ precision }) => precision));
  return [0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8].find((share) => share >= best) ?? 1;
}

const across = (coverage: number) => EDGE.left + coverage * PLOT.width;
const up = (precision: number, top: number) =>
  EDGE.top + (1 - Math.min(1, precision / top)) * PLOT.height;

function Axes({ top }: { top: number }) {
  const percent = usePercent();
  return (
    <g>
      {QUARTERS.map((share) => (
        <g key={share}>
          <line
            x1={EDGE.left}
            x2={SIZE.width - EDGE.right}
            y1={up(share * top, top)}
            y2={up(share * top, top)}
            stroke={GRID}
          />
          <text x={EDGE.left - 8} y={up(share * top, top) + 4} textAnchor="end" {...TEXT}>
            {percent(share * top)}
          </text>
          <text x={across(share)} y={SIZE.height - EDGE.bottom + 18} textAnchor="middle" {...TEXT}>
            {percent(share)}
          </text>
        </g>
      ))}
    </g>
  );
}

function Mark({ at, top }: { at: CurveReading; top: number }) {
  const { t } = useWords();
  const x = across(at.coverage);
  const isRight = at.coverage > 0.7;
  return (
    <g>
      <line
        x1={x}
        x2={x}
        y1={EDGE.top}
        y2={SIZE.height - EDGE.bottom}
        stroke={MARK}
        strokeDasharray="4 4"
      />
      <circle cx={x} cy={up(at.precision, top)} r={7} fill={MARK} />
      <text
        x={x + (isRight ? -12 : 12)}
        y={EDGE.top + 14}
        textAnchor={isRight ? "end" : "start"}
        fill={MARK}
        fontSize={13}
        fontWeight={600}
      >
        {t("recommendations.curve.yours")}
      </text>
    </g>
  );
}

/**
 * The curve as a picture: to how many of a hundred one would write, and how many of these bought. What it says stands
 * in words above it and in figures beside it, so for readers of the screen it is one picture with one sentence.
 */
export function CurveFigure(props: {
  points: readonly CurveReading[];
  mark: CurveReading | null;
  label: string;
}) {
  const { points, mark, label } = props;
  const top = ceiling(points);
  const sorted = points.toSorted((a, b) => a.coverage - b.coverage);
  const path = sorted.map(({ coverage, precision }) => `${across(coverage)},${up(precision, top)}`);
  return (
    <figure aria-label={label} style={{ margin: 0 }}>
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
        style={{ display: "block", width: "100%", height: "auto", maxWidth: "36rem" }}
      >
        <Axes top={top} />
        <polyline points={path.join(" ")} fill="none" stroke={LINE} strokeWidth={3} />
        {sorted.map(({ coverage, precision }) => (
          <circle
            key={`${coverage} ${precision}`}
            cx={across(coverage)}
            cy={up(precision, top)}
            r={4}
            fill={LINE}
          />
        ))}
        {mark ? <Mark at={mark} top={top} /> : null}
      </svg>
    </figure>
  );
}
