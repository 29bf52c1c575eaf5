/// <reference lib="dom" />
import { onApp, tellApp } from "./app-frame.ts";
import { byId, page } from "./page-data.ts";

/** The bar over the admin while the app has unsaved changes; the one opened last counts. */
const bars = new Map<string, { save: string; discard: string }>();

function draw(): void {
  const [id, labels] = [...bars].at(-1) ?? [];
  byId("save-bar").hidden = id === undefined;
  byId("save").textContent = labels?.save || page.texts.save;
  byId("discard").textContent = labels?.discard || page.texts.discard;
}

function press(action: "save" | "discard"): void {
  const id = [...bars.keys()].at(-1);
  if (id !== undefined) tellApp({ kind: "saveBar", id, action });
}

/** Resolves to whether the merchant wants to leave what they have not saved. */
export function mayLeave(): Promise<boolean> {
  if (bars.size === 0) return Promise.resolve(true);
  const dialog = byId("leave");
  if (!(dialog instanceof HTMLDialogElement)) return Promise.resolve(true);
  dialog.returnValue = "stay";
  dialog.showModal();
  return new Promise((resolve) => {
    const decided = () => resolve(dialog.returnValue === "leave");
    dialog.addEventListener("close", decided, { once: true });
  });
}

onApp("hello", () => {
  bars.clear();
  draw();
});
onApp("saveBar", ({ id, open, save, discard }) => {
  if (open) bars.set(id, { save, discard });
  else bars.delete(id);
  draw();
});
onApp("leave", ({ id }) => {
  void mayLeave().then((isConfirmed) => tellApp({ kind: "leave", id, isConfirmed }));
});
byId("save").addEventListener("click", () => press("save"));
byId("discard").addEventListener("click", () => press("discard"));
