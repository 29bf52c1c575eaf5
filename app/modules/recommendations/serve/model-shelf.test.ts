import { expect, test } from "vitest";
import { ModelShelf } from "./model-shelf.ts";

const model = (bytes: number) => ({ bytes });

test("whoever was not asked for longest goes when there is no room", () => {
  const shelf = new ModelShelf(100);
  for (const shop of ["a", "b", "c"]) expect(shelf.put(shop, model(30))).toEqual([]);
  shelf.take("a");
  expect(shelf.put("d", model(30))).toEqual(["b"]);
  expect(["a", "b", "c", "d"].filter((shop) => shelf.has(shop))).toEqual(["a", "c", "d"]);
});

test("a model larger than all the room is served alone", () => {
  const shelf = new ModelShelf(100);
  shelf.put("small", model(10));
  expect(shelf.put("huge", model(500))).toEqual(["small"]);
  expect(shelf.take("huge")).toEqual(model(500));
  expect(shelf.put("small", model(10))).toEqual(["huge"]);
});

test("what is put again counts once", () => {
  const shelf = new ModelShelf(100);
  shelf.put("a", model(60));
  expect(shelf.put("a", model(90))).toEqual([]);
  expect(shelf.put("b", model(5))).toEqual([]);
});
