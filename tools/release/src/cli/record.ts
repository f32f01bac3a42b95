#!/usr/bin/env node
import { join } from "node:path";
import { writeRecord } from "../guard/release-record.ts";

// The second half of `pnpm release:version`: what the guard compares with until the next release.
const record = writeRecord(join(import.meta.dirname, "../../../.."));
const versions = Object.entries(record.packages).map(([name, version]) => `${name} ${version}`);
console.log(`Recorded ${versions.join(", ")}, for the API ${record.apiVersions.join(", ")}`);
