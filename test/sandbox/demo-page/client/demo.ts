/// <reference lib="dom" />
import "./windows.ts";
import "./clock.ts";
import "./controls.ts";
import "./feed.ts";
