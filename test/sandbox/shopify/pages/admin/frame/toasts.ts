/// <reference lib="dom" />
import { onApp, tellApp } from "./app-frame.ts";
import { byId, page } from "./page-data.ts";

const shown = new Map<string, HTMLElement>();

function button(label: string, press: () => void): HTMLElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", press);
  return made;
}

function dismiss(id: string): void {
  if (!shown.has(id)) return;
  shown.get(id)?.remove();
  shown.delete(id);
  tellApp({ kind: "toast", id, event: "dismiss" });
}

/** One line over the admin; announced, because its place is a status region. */
export function showToast(toast: {
  id: string;
  message: string;
  isError: boolean;
  ms: number;
  action: string;
}): void {
  const { id, action } = toast;
  const box = document.createElement("div");
  box.className = toast.isError ? "toast error" : "toast";
  box.append(toast.message);
  if (action) box.append(button(action, () => tellApp({ kind: "toast", id, event: "action" })));
  const close = button("×", () => dismiss(id));
  close.setAttribute("aria-label", page.texts.dismiss);
  box.append(close);
  shown.set(id, box);
  byId("toasts").append(box);
  setTimeout(() => dismiss(id), toast.ms);
}

onApp("toast", showToast);
onApp("hideToast", ({ id }) => dismiss(id));
