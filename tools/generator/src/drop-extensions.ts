import { type JsonObject, placeToPointer } from "./json.ts";
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
  const unread: { readonly owner: JsonObject; readonly key: string; readonly pointer: string }[] = [];
  walkObjects(document, ({ value, place, extensions, isMap }) => {
    for (const key of extensions) {
      if (isMap || !knownExtensions.has(key))
        unread.push({ owner: value, key, pointer: placeToPointer([...place, key]) });
    }
  });
  if (unread.length === 0) return;
  const referred = new Set<string>();
  for (const { pointer } of findReferences(document)) {
    for (let end = pointer.length; end > 0; end = pointer.lastIndexOf("/", end - 1))
      referred.add(pointer.slice(0, end));
  }
  for (const { owner, key, pointer } of unread) if (!referred.has(pointer)) delete owner[key];
}
