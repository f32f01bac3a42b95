import { relative } from "node:path";
import { KindRouter, type Reflection } from "typedoc";
import { root } from "./sources.ts";

/** The address of a page that is a Markdown file: its path as people would type it. */
export function urlOfPage(file: string): string {
  return file
    .replace(/\.md$/i, "")
    .replace(/^docs\/(?:\.site\/)?/, "")
    .replace(/\/README$/i, "")
    .replace(/^\.(?=\w)/, "")
    .toLowerCase();
}

/** typedoc names pages after their titles; a title may be reworded, an address should stay. */
export class FileRouter extends KindRouter {
  protected override getIdealBaseName(reflection: Reflection): string {
    const file = reflection.isDocument() ? reflection.project.files.getReflectionPath(reflection) : undefined;
    return file === undefined ? super.getIdealBaseName(reflection) : urlOfPage(relative(root, file));
  }
}
