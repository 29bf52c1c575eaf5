// Builds the profile's preference centre for the demo and the browser tests; options as in
// ../whatsapp-opt-in/build.mjs, which does the work.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { buildExtension } from "../whatsapp-opt-in/build-extension.mjs";

await buildExtension(dirname(fileURLToPath(import.meta.url)), "whatsapp-account");
