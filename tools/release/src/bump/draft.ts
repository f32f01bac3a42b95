import { type Document as YamlDocument, parseDocument } from "yaml";
import type { JsonObject, JsonValue } from "../../../generator/src/json.ts";
import {
  brief,
  differ,
  essence,
  objectOf,
  operationsOf,
  parametersOf,
  schemasOf,
  withoutSharedParts,
  yamlPath,
} from "./document-parts.ts";
import { draftOperation, draftParameter, sharedParameters } from "./draft-operation.ts";

/** The curated document of the next version, as far as it follows from the published one. */
export interface Draft {
  readonly text: string;
  /** What was taken over. */
  readonly taken: readonly string[];
  /** What a person must look at, because curation and publication differ there. */
  readonly review: readonly string[];
}

export interface DraftInputs {
  readonly current: string;
  readonly version: string;
  /** The curated document of the current version. */
  readonly curated: string;
  /** What the owner publishes for the new version, as OpenAPI 3. */
  readonly upstream: JsonObject;
  /** What the owner published for the current version, as OpenAPI 3, where it was kept. */
  readonly base: JsonObject | undefined;
}

/** What a schema says apart from its properties and which of them are required. */
function besideProperties({ properties: _p, required: _r, ...rest }: JsonObject): JsonObject {
  return rest;
}

/**
 * Merges what the owner changed into the curated document. With the published document of the current version (`base`) it
 * merges three ways: what changed between the two publications is taken over where curation left it alone. Without it only
 * what is new is taken over, and every other difference may be curation, so it is left for a person.
 */
export function draftDocument(inputs: DraftInputs): Draft {
  const merge = new Merge(inputs);
  merge.operations();
  merge.schemas();
  return merge.finish();
}

class Merge {
  readonly #yaml: YamlDocument;
  readonly #curated: JsonObject;
  readonly #inputs: DraftInputs;
  readonly #taken: string[] = [];
  readonly #review: string[] = [];

  constructor(inputs: DraftInputs) {
    const { upstream, base } = inputs;
    this.#inputs = {
      ...inputs,
      upstream: withoutSharedParts(upstream),
      base: base && withoutSharedParts(base),
    };
    // The version stands in descriptions and examples too.
    this.#yaml = parseDocument(inputs.curated.replaceAll(inputs.current, inputs.version));
    this.#curated = this.#yaml.toJS() as JsonObject;
  }

  finish(): Draft {
    return { text: this.#yaml.toString({ lineWidth: 0 }), taken: this.#taken, review: this.#review };
  }

  operations(): void {
    const { upstream, base } = this.#inputs;
    const published = operationsOf(upstream);
    const before = base === undefined ? operationsOf(this.#curated) : operationsOf(base);
    const curated = operationsOf(this.#curated);
    for (const [place, operation] of published) {
      const own = curated.get(place);
      if (own === undefined) {
        if (before.has(place)) this.#review.push(`${place} is published, but curation has left it out`);
        else this.#addOperation(place, operation);
        continue;
      }
      const earlier = base === undefined ? undefined : before.get(place);
      this.#mergeParameters(place, own, operation, earlier);
      this.#mergeResponses(place, own, operation, earlier);
      if (earlier !== undefined) this.#mergeNotes(place, own, operation, earlier);
    }
    for (const [place] of before) {
      if (published.has(place) || !curated.has(place)) continue;
      if (base === undefined) {
        this.#review.push(`${place} is not published; is it gone, or curation?`);
        continue;
      }
      this.#yaml.deleteIn(yamlPath(place));
      const [, path = ""] = place.split(" ");
      if (Object.keys(objectOf(this.#yaml.toJS().paths?.[path])).length === 0)
        this.#yaml.deleteIn(["paths", path]);
      this.#taken.push(`${place} is gone`);
    }
  }

  #addOperation(place: string, operation: JsonObject): void {
    const draft = draftOperation(place, operation, {
      curated: this.#curated,
      upstream: this.#inputs.upstream,
    });
    this.#yaml.setIn(yamlPath(place), this.#yaml.createNode(draft));
    const id = String(draft.operationId);
    this.#taken.push(`${place} is new, as ${id}`);
    this.#review.push(
      `${place}: choose its operationId (${id} for now), summary, description, examples, errors and x-retry`,
    );
  }

  /** What an operation says apart from its parameters, body and responses. Where the earlier publication is silent, so is this. */
  #mergeNotes(place: string, own: JsonObject, published: JsonObject, before: JsonObject): void {
    for (const key of ["summary", "description"]) {
      if (before[key] !== undefined && differ(before[key], published[key]))
        this.#review.push(
          `${place}: the published ${key} changed from ${brief(before[key])} to ${brief(published[key])}, and is ${brief(own[key])} here`,
        );
    }
    if (differ(before.security, published.security))
      this.#review.push(`${place}: the published security changed to ${brief(published.security)}`);
    if (differ(before.deprecated, published.deprecated)) {
      if (published.deprecated === true) this.#yaml.setIn([...yamlPath(place), "deprecated"], true);
      else this.#yaml.deleteIn([...yamlPath(place), "deprecated"]);
      this.#taken.push(`${place} is ${published.deprecated === true ? "" : "no longer "}deprecated`);
    }
    const id = published.operationId;
    if (id !== undefined && differ(before.operationId, id) && own["x-upstream-operation-id"] !== undefined) {
      this.#yaml.setIn([...yamlPath(place), "x-upstream-operation-id"], id);
      this.#taken.push(`${place}: the published operationId is ${String(id)}`);
    }
  }

  #mergeParameters(
    place: string,
    own: JsonObject,
    published: JsonObject,
    before: JsonObject | undefined,
  ): void {
    const { upstream, base } = this.#inputs;
    const mine = parametersOf(this.#curated, own);
    const theirs = parametersOf(upstream, published);
    const old = before === undefined || base === undefined ? undefined : parametersOf(base, before);
    let length = mine.size;
    for (const [key, parameter] of theirs) {
      const was = old?.get(key);
      if (!mine.has(key)) {
        if (was !== undefined) continue;
        const list = [...yamlPath(place), "parameters"];
        if (length === 0) this.#yaml.setIn(list, this.#yaml.createNode([]));
        this.#yaml.setIn(
          [...list, length++],
          this.#yaml.createNode(draftParameter(parameter, sharedParameters(this.#curated), upstream)),
        );
        this.#taken.push(`${place}: ${key} is new`);
      } else if (old === undefined) {
        this.#compare(`${place}: ${key}`, mine.get(key), parameter);
      } else if (was !== undefined && differ(essence(was), essence(parameter))) {
        this.#review.push(
          `${place}: ${key} changed from ${brief(essence(was))} to ${brief(essence(parameter))}`,
        );
      }
    }
    for (const key of mine.keys()) {
      if (theirs.has(key)) continue;
      if (old === undefined) this.#review.push(`${place}: ${key} is not published; is it gone, or curation?`);
      else if (old.has(key)) {
        const index = [...mine.keys()].indexOf(key);
        this.#yaml.deleteIn([...yamlPath(place), "parameters", index]);
        mine.delete(key);
        this.#taken.push(`${place}: ${key} is gone`);
      }
    }
  }

  #mergeResponses(
    place: string,
    own: JsonObject,
    published: JsonObject,
    before: JsonObject | undefined,
  ): void {
    const mine = objectOf(own.responses);
    const theirs = objectOf(published.responses);
    const old = before === undefined ? undefined : objectOf(before.responses);
    for (const [status, response] of Object.entries(theirs)) {
      if (mine[status] === undefined && old?.[status] === undefined) {
        this.#yaml.setIn([...yamlPath(place), "responses", status], this.#yaml.createNode(response));
        this.#taken.push(`${place}: ${status} is new`);
      } else if (old?.[status] !== undefined && differ(essence(old[status]), essence(response))) {
        this.#review.push(`${place}: the response ${status} changed`);
      }
    }
    for (const status of Object.keys(old ?? {})) {
      if (theirs[status] !== undefined || mine[status] === undefined) continue;
      this.#yaml.deleteIn([...yamlPath(place), "responses", status]);
      this.#taken.push(`${place}: ${status} is gone`);
    }
    if (before !== undefined && differ(essence(before.requestBody), essence(published.requestBody)))
      this.#review.push(`${place}: the body changed`);
  }

  schemas(): void {
    const { upstream, base } = this.#inputs;
    const theirs = schemasOf(upstream);
    const mine = schemasOf(this.#curated);
    const old = base === undefined ? undefined : schemasOf(base);
    for (const [name, schema] of Object.entries(theirs)) {
      const own = mine[name];
      if (own === undefined) {
        if (old?.[name] !== undefined) continue;
        this.#yaml.setIn(["components", "schemas", name], this.#yaml.createNode(schema));
        this.#taken.push(`${name} is new`);
      } else this.#mergeProperties(name, objectOf(own), objectOf(schema), old && objectOf(old[name]));
    }
    for (const name of Object.keys(mine)) {
      if (theirs[name] !== undefined) continue;
      if (old === undefined) this.#review.push(`${name} is not published; is it gone, or curation?`);
      else if (old[name] !== undefined) this.#removeSchema(name);
    }
  }

  #removeSchema(name: string): void {
    const reference = JSON.stringify(`#/components/schemas/${name}`);
    const { schemas: _schemas, ...rest } = objectOf((this.#yaml.toJS() as JsonObject).components);
    const others = { ...schemasOf(this.#yaml.toJS() as JsonObject), [name]: undefined };
    const used = JSON.stringify([(this.#yaml.toJS() as JsonObject).paths, rest, others]).includes(reference);
    if (used) this.#review.push(`${name} is not published any more, but the document still uses it`);
    else {
      this.#yaml.deleteIn(["components", "schemas", name]);
      this.#taken.push(`${name} is gone`);
    }
  }

  #mergeProperties(
    name: string,
    own: JsonObject,
    published: JsonObject,
    before: JsonObject | undefined,
  ): void {
    const mine = objectOf(own.properties);
    const theirs = objectOf(published.properties);
    const old = before === undefined ? undefined : objectOf(before.properties);
    for (const [key, property] of Object.entries(theirs)) {
      const was = old?.[key];
      const place = ["components", "schemas", name, "properties", key];
      if (mine[key] === undefined) {
        if (was !== undefined) continue;
        if (own.properties === undefined) {
          this.#review.push(`${name}.${key} is new, and ${name} has no properties of its own here`);
          continue;
        }
        this.#yaml.setIn(place, this.#yaml.createNode(property));
        this.#taken.push(`${name}.${key} is new`);
      } else if (old === undefined) {
        this.#compare(`${name}.${key}`, mine[key], property);
      } else if (was !== undefined && differ(essence(was), essence(property))) {
        if (differ(essence(mine[key]), essence(was)))
          this.#review.push(
            `${name}.${key} changed from ${brief(essence(was))} to ${brief(essence(property))}, but curation says ${brief(essence(mine[key]))}`,
          );
        else {
          const { description } = objectOf(mine[key]);
          const merged = { ...objectOf(property), ...(description !== undefined && { description }) };
          this.#yaml.setIn(place, this.#yaml.createNode(merged));
          this.#taken.push(`${name}.${key} changed`);
        }
      }
    }
    for (const key of Object.keys(mine)) {
      if (theirs[key] !== undefined) continue;
      if (old === undefined) this.#review.push(`${name}.${key} is not published; is it gone, or curation?`);
      else if (old[key] !== undefined) {
        this.#yaml.deleteIn(["components", "schemas", name, "properties", key]);
        this.#taken.push(`${name}.${key} is gone`);
      }
    }
    this.#mergeRequired(name, own, published, before);
    if (
      before !== undefined &&
      differ(essence(besideProperties(before)), essence(besideProperties(published)))
    )
      this.#review.push(
        `${name} changed from ${brief(essence(besideProperties(before)))} to ${brief(essence(besideProperties(published)))}`,
      );
  }

  /** Without the earlier publication, whatever differs is either curation or a change. */
  #compare(place: string, own: JsonValue | undefined, published: JsonValue | undefined): void {
    if (!differ(essence(own), essence(published))) return;
    this.#review.push(
      `${place} is published as ${brief(essence(published))} and is ${brief(essence(own))} here; a change, or curation?`,
    );
  }

  #mergeRequired(name: string, own: JsonObject, published: JsonObject, before: JsonObject | undefined): void {
    if (before === undefined || !differ(before.required, published.required)) return;
    if (differ(own.required, before.required)) {
      this.#review.push(`${name}: what is required changed to ${brief(published.required)}`);
      return;
    }
    const place = ["components", "schemas", name, "required"];
    if (published.required === undefined) this.#yaml.deleteIn(place);
    else this.#yaml.setIn(place, this.#yaml.createNode(published.required));
    this.#taken.push(`${name}: what is required changed to ${brief(published.required)}`);
  }
}
