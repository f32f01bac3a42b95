import { type JsonObject, type JsonValue, placeToPointer } from "./json.ts";
import { findReferences, walkObjects } from "./validate-references.ts";

/** The extensions that mean something here: spec/README.md says what. */
const knownExtensions = new Set(
  "x-client x-upstream-operation-id x-retry x-existence x-absence x-ms-pageable x-body-optional".split(" "),
);

/**
 * Removes the extensions that nothing reads, so that nothing takes one for a response, a path or a keyword. What a
 * reference leads to stays.
 */
export function dropExtensions(document: JsonObject): void {
  const referred = new Set<string>();
  for (const { pointer } of findReferences(document)) {
    for (let end = pointer.length; end > 0; end = pointer.lastIndexOf("/", end - 1))
      referred.add(pointer.slice(0, end));
  }
  const unread: [owner: Record<string, JsonValue | undefined>, key: string][] = [];
  walkObjects(document, ({ value, place, extensions, isMap }) => {
    for (const key of extensions) {
      const isRead = !isMap && knownExtensions.has(key);
      if (!isRead && !referred.has(placeToPointer([...place, key]))) unread.push([value, key]);
    }
  });
  for (const [owner, key] of unread) delete owner[key];
}
