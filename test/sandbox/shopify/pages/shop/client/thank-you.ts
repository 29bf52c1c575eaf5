import { watchSlots } from "./extension-slots.ts";

watchSlots(() => null);
