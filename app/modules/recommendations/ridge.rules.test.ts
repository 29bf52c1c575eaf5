import fc from "fast-check";
import { expect, test } from "vitest";
import { ridgeWeights } from "./ridge.rules.ts";

test("the weights solve the system they were asked for, of any size", () => {
  const size = fc.integer({ min: 0, max: 12 });
  const square = size.chain((rows) =>
    fc.record({
      rows: fc.constant(rows),
      counts: fc.array(fc.nat(50), { minLength: rows, maxLength: rows }),
      meetings: fc.array(fc.nat(9), { minLength: rows * rows, maxLength: rows * rows }),
    }),
  );
  fc.assert(
    fc.property(square, ({ rows, counts, meetings }) => {
      // Symmetric, and more on the diagonal than beside it: as persons who bought a product, plus the ridge.
      const at = (row: number, column: number) =>
        row === column
          ? 150 + 10 * rows
          : (meetings[Math.max(row, column) * rows + Math.min(row, column)] ?? 0);
      const matrix = Float64Array.from({ length: rows * rows }, (_, n) =>
        at(Math.floor(n / rows), n % rows),
      );
      const weights = ridgeWeights(matrix, counts);
      expect(weights).toHaveLength(rows);
      for (let row = 0; row < rows; row++) {
        const sum = weights.reduce((total, weight, n) => total + weight * at(row, n), 0);
        expect(sum).toBeCloseTo(counts[row] ?? 0, 6);
      }
    }),
  );
});
