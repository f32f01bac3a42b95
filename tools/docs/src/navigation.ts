import { DefaultTheme, type NavigationElement, type ProjectReflection } from "typedoc";

/** Categories of pages that other pages lead to: readers of a guide need not see them in the list of pages. */
const unlisted: ReadonlySet<string> = new Set(["Examples", "Internals", "Decisions"]);

/** The list of pages without those that only contributors need; "Contributing" leads to them. */
export function listedPages(elements: readonly NavigationElement[]): NavigationElement[] {
  return elements.filter(({ text }) => !unlisted.has(text));
}

/** typedoc's theme with a shorter list of pages. */
export class SiteTheme extends DefaultTheme {
  override buildNavigation(project: ProjectReflection): NavigationElement[] {
    return listedPages(super.buildNavigation(project));
  }
}
