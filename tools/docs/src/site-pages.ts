import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import {
  type Application,
  Converter,
  type DocumentReflection,
  type ProjectReflection,
  ReflectionKind,
  normalizePath,
} from "typedoc";

/** Category of a page without front matter, by where it stands. */
const categories: readonly (readonly [start: string, category: string])[] = [
  ["docs/decisions/", "Decisions"],
  ["examples/", "Examples"],
  ["CONTRIBUTING.md", "Project"],
  ["SECURITY.md", "Project"],
  ["", "Internals"],
];

/** Title and category of a Markdown file that is a page of the site without front matter, as readers of the repository see it. */
export function pageSettings(file: string, text: string): { title: string | undefined; category: string } {
  const category = categories.find(([start]) => file.startsWith(start))?.[1] ?? "Internals";
  return { title: /^# (.+)$/m.exec(text)?.[1]?.replaceAll("`", ""), category };
}

/** Gives pages that come without front matter the title of their first heading, and a category. */
export function titlePages(app: Application, root: string): void {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context: unknown, page: DocumentReflection) => {
    const file = page.project.files.getReflectionPath(page);
    if (file === undefined || typeof page.frontmatter.category === "string") return;
    const { title, category } = pageSettings(relative(root, file), readFileSync(file, "utf8"));
    page.name = title ?? page.name;
    page.frontmatter.category = category;
  });
}

/** Names the modules of a package with several entry points as its users import them: `@x/emulator/vitest`. */
export function nameSubpaths(project: ProjectReflection): void {
  for (const module of project.children ?? [])
    for (const entry of module.getChildrenByKind(ReflectionKind.Module))
      entry.name = entry.name === "index" ? module.name : `${module.name}/${entry.name}`;
}

/** Lets links to the README of a package lead to the page of its module, which shows it. */
export function linkReadmes(project: ProjectReflection, root: string): void {
  for (const module of project.children ?? []) {
    const readme = join(root, "packages", module.name.replace(/^.*\//, ""), "README.md");
    if (module.readme !== undefined) project.files.registerReflectionPath(normalizePath(readme), module);
  }
}
