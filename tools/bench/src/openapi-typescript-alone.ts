/** The least that a generation can be: the document's types by openapi-typescript, written to a file. */
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const [spec, out] = process.argv.slice(2);
if (spec === undefined || out === undefined) throw new Error("Usage: openapi-typescript-alone.ts SPEC OUT");
writeFileSync(out, astToString(await openapiTS(pathToFileURL(spec), { silent: true })));
