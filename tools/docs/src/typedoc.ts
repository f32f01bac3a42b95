import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Application } from "typedoc";
import { readSpec } from "../../generator/src/read-spec.ts";
import { changesPage } from "./changes.ts";
import { setUpParser } from "./markdown-parser.ts";
import { SiteTheme } from "./navigation.ts";
import { FileRouter } from "./page-urls.ts";
import { restApiPages } from "./rest-api.ts";
import { indexPages } from "./search-index.ts";
import { linkReadmes, nameSubpaths, titlePages } from "./site-pages.ts";
import { root } from "./sources.ts";

/** Where pages that are made stand until the site is rendered; typedoc.json names them. */
const made = join(root, "docs/.site");

/** Renders the site with the settings of typedoc.json. A link that leads nowhere fails. */
export async function renderSite(): Promise<boolean> {
  writeMadePages();
  const app = await Application.bootstrapWithPlugins({
    options: join(root, "typedoc.json"),
    markdownItLoader: setUpParser,
  });
  app.renderer.defineTheme("site", SiteTheme);
  app.renderer.defineRouter("file", FileRouter);
  titlePages(app, root);
  indexPages(app);
  const project = await app.convert();
  if (project === undefined) return false;
  linkReadmes(project, root);
  nameSubpaths(project);
  app.validate(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) return false;
  await app.generateOutputs(project);
  return !app.logger.hasErrors() && !app.logger.hasWarnings();
}

function writeMadePages(): void {
  const version = readdirSync(join(root, "spec"))
    .filter((name) => /^\d{4}-\d{2}-\d{2}/.test(name))
    .toSorted()
    .at(-1);
  rmSync(made, { recursive: true, force: true });
  mkdirSync(join(made, "rest-api"), { recursive: true });
  for (const { file, text } of restApiPages(readSpec(join(root, "spec", version ?? "", "openapi.yaml"))))
    writeFileSync(join(made, "rest-api", file), text);
  const { file, text } = changesPage(root);
  writeFileSync(join(made, file), text);
}
