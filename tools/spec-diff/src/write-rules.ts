#!/usr/bin/env node
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { withRules } from "./rule-document.ts";

/** Writes the rule table into the versioning policy. */
const page = resolve(import.meta.dirname, "../../../docs/versioning.md");
writeFileSync(page, withRules(readFileSync(page, "utf8")));
