import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseOpenApi } from "../document.ts";
import { checkVectorFile } from "../vectors.ts";
import { checkCuration } from "./curation.ts";
import { checkExtensions } from "./extensions.ts";
import { type Problem } from "./problem.ts";

/**
 * Everything that must be true of a document beyond what Redocly checks: extensions and, where they exist, `curation.md` and
 * `vectors/*.json`.
 *
 * @throws SyntaxError when the file is not YAML.
 */
export function checkSpec(file: string): Problem[] {
  const text = readFileSync(file, "utf8");
  const document = parseOpenApi(text, file);
  const problems = checkExtensions(document);

  const curationFile = resolve(dirname(file), "curation.md");
  if (existsSync(curationFile)) {
    problems.push(...checkCuration(document, text, readFileSync(curationFile, "utf8"), curationFile));
  }
  const vectorFolder = resolve(dirname(file), "vectors");
  if (existsSync(vectorFolder)) {
    for (const name of readdirSync(vectorFolder).filter((one) => one.endsWith(".json"))) {
      problems.push(...checkVectorFile(document, resolve(vectorFolder, name)));
    }
  }
  return problems;
}
