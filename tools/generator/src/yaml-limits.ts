import { CORE_SCHEMA, mergeTag } from "js-yaml";

/** How YAML is read: YAML 1.2 with merge keys (`<<`), no deeper than any document that people write. */
export const yamlLimits = { schema: CORE_SCHEMA.withTags(mergeTag), maxDepth: 300 };
