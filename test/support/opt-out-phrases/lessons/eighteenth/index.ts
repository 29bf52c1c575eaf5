import { en } from "./en.ts";
import { de } from "./de.ts";
import { fr } from "./fr.ts";
import { es } from "./es.ts";
import { it } from "./it.ts";
import { nl } from "./nl.ts";
import { pt } from "./pt.ts";
import { pl } from "./pl.ts";
import { tr } from "./tr.ts";

export const eighteenth = { en, de, fr, es, it, nl, pt, pl, tr };
