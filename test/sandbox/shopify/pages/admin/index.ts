export { mountAdmin } from "./mount-admin.ts";
