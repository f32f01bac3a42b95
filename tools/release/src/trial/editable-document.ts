import { type Document as YamlDocument, parseDocument } from "yaml";
import { type JsonObject, type JsonValue, arrayAt, objectAt, stringAt } from "../../../generator/src/json.ts";
import { operationsOf, resolve, yamlPath } from "../bump/document-parts.ts";

/** An operation of the document that is being edited. */
export interface EditableOperation {
  /** `GET /path` */
  readonly place: string;
  readonly path: string;
  readonly method: string;
  readonly id: string;
  readonly operation: JsonObject;
}

/** The curated document of a version that does not exist, while it is made. Comments stay where they are. */
export class EditableDocument {
  readonly version: string;
  readonly #yaml: YamlDocument;

  /** @param text The document of the current version. */
  constructor(text: string, current: string, version: string) {
    this.version = version;
    this.#yaml = parseDocument(text.replaceAll(current, version));
  }

  get root(): JsonObject {
    return this.#yaml.toJS() as JsonObject;
  }

  toString(): string {
    return this.#yaml.toString({ lineWidth: 0 });
  }

  operations(): EditableOperation[] {
    return [...operationsOf(this.root)].map(([place, operation]) => {
      const [method = "", path = ""] = place.split(" ");
      return { place, path, method, id: stringAt(operation, "operationId") ?? "", operation };
    });
  }

  /** The parameters of an operation, references followed, with their position in its list. */
  parameters({ operation }: EditableOperation): { index: number; parameter: JsonObject }[] {
    return arrayAt(operation, "parameters").map((raw, index) => ({
      index,
      parameter: resolve(this.root, raw),
    }));
  }

  schema(name: string): JsonObject {
    return objectAt(objectAt(objectAt(this.root, "components"), "schemas"), name);
  }

  set(place: readonly (string | number)[], value: JsonValue): void {
    this.#yaml.setIn(place, this.#yaml.createNode(value));
  }

  delete(place: readonly (string | number)[]): void {
    this.#yaml.deleteIn(place);
  }

  setOperation(place: string, operation: JsonObject): void {
    this.set(yamlPath(place), operation);
  }

  /** Deletes an operation, and its path if nothing else is left there. */
  deleteOperation({ place, path }: EditableOperation): void {
    this.delete(yamlPath(place));
    if (!this.operations().some((other) => other.path === path)) this.delete(["paths", path]);
  }

  /** Moves the operation with its comments. */
  moveOperation(operation: EditableOperation, place: string): void {
    const node = this.#yaml.getIn(yamlPath(operation.place), true);
    this.deleteOperation(operation);
    this.#yaml.setIn(yamlPath(place), node);
  }

  addParameter({ place, operation }: EditableOperation, parameter: JsonObject): void {
    this.set([...yamlPath(place), "parameters", arrayAt(operation, "parameters").length], parameter);
  }

  changeParameter(at: EditableOperation, index: number, change: JsonObject): void {
    const parameter = this.parameters(at)[index]?.parameter ?? {};
    this.set([...yamlPath(at.place), "parameters", index], { ...parameter, ...change });
  }

  deleteParameter({ place }: EditableOperation, index: number): void {
    this.delete([...yamlPath(place), "parameters", index]);
  }

  /** Renames a property where it is declared, required and shown in an example of its schema. */
  renameSchema(from: string, to: string): void {
    const text = this.toString()
      .replaceAll(`#/components/schemas/${from}"`, `#/components/schemas/${to}"`)
      .replace(new RegExp(`^    ${from}:$`, "m"), `    ${to}:`);
    this.#yaml.contents = parseDocument(text).contents;
  }
}
