import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Problem } from "./problem.ts";

/** Links inside the site that lead nowhere, and anything that a page would load from another host. */
export function checkSite(site: string): Problem[] {
  const pages = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".html"),
  );
  const texts = new Map(pages.map((page) => [join(site, page), readFileSync(join(site, page), "utf8")]));
  return [...texts].flatMap(([page, html]) =>
    html.split("\n").flatMap((line, index) =>
      findBadLinks(line, (target, anchor) => {
        const file = target === "" ? page : join(dirname(page), target);
        if (!existsSync(file)) return false;
        const text = texts.get(file);
        return anchor === "" || text === undefined || hasAnchor(text, anchor);
      }).map((message) => ({ file: relative(site, page), line: index + 1, message })),
    ),
  );
}

/** What is wrong with the links of a line of HTML. */
export function findBadLinks(line: string, leads: (target: string, anchor: string) => boolean): string[] {
  const complaints: string[] = [];
  for (const [, tag = "", attributes = ""] of line.matchAll(
    /<(a|img|script|link|iframe|use|source)\b([^>]*)>/g,
  )) {
    const url = /\b(?:href|src)="([^"]*)"/.exec(attributes)?.[1]?.replaceAll("&amp;", "&");
    if (url === undefined) continue;
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(url)) {
      if (tag !== "a") complaints.push(`loads ${url}`);
      continue;
    }
    const [path = "", anchor = ""] = url.split("#");
    if (/^(?:.*\/)?media\/[^/]*\.md$/.test(path)) {
      complaints.push(
        `links to ${url}, Markdown that is not a page: name its file in projectDocuments of typedoc.json`,
      );
      continue;
    }
    if (!leads(decodeURIComponent(path.replace(/\?.*$/, "")), decodeURIComponent(anchor)))
      complaints.push(`links to ${url}, which is not there`);
  }
  return complaints;
}

function hasAnchor(html: string, anchor: string): boolean {
  return html.includes(`id="${anchor.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`);
}
