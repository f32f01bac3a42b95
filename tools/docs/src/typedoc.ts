import { join } from "node:path";
import { Application } from "typedoc";
import { root } from "./sources.ts";

/** Renders the site with the settings of typedoc.json. A link that leads nowhere fails. */
export async function renderSite(): Promise<boolean> {
  const app = await Application.bootstrapWithPlugins({ options: join(root, "typedoc.json") });
  const project = await app.convert();
  if (project === undefined) return false;
  app.validate(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) return false;
  await app.generateOutputs(project);
  return !app.logger.hasErrors() && !app.logger.hasWarnings();
}
