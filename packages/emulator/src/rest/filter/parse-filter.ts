import {
  type Expression,
  type FilterSubject,
  type FilterType,
  type FilterValue,
  filterFunctions,
} from "./functions.js";
import { FilterError, type Token, tokenize } from "./tokens.js";

/** Parentheses and `not` within one another. */
const maxDepth = 100;

const comparisons: ReadonlySet<string> = new Set(["eq", "ne", "gt", "ge", "lt", "le", "in"]);

/**
 * Compiles an OData filter over `connectionId`, `userId` and `groups`.
 *
 *     or         = and *( "or" and )
 *     and        = comparison *( "and" comparison )
 *     comparison = unary [ ( "eq" | "ne" | "gt" | "ge" | "lt" | "le" ) unary ]
 *                | unary "in" ( "(" literal *( "," literal ) ")" | "groups" )
 *     unary      = "not" unary | primary
 *     primary    = "(" or ")" | literal | identifier | function "(" or *( "," or ) ")"
 *
 * Names have no case, values do. The service documents no grammar; this is the one of its sibling
 * (MicrosoftDocs/azure-docs articles/azure-web-pubsub/reference-odata-filter.md).
 *
 * @throws {FilterError} naming the place.
 */
export function parseFilter(filter: string): (subject: FilterSubject) => boolean {
  const expression = new Parser(tokenize(filter)).parse();
  return (subject) => expression.evaluate(subject) === true;
}

class Parser {
  readonly #tokens: readonly Token[];
  #index = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Expression {
    const expression = this.#boolean(this.#or());
    if (this.#current.kind !== "end")
      throw new FilterError(`Unexpected '${this.#current.text}'`, this.#current.position);
    return expression;
  }

  get #current(): Token {
    return this.#tokens[this.#index] ?? { kind: "end", text: "end", position: 0 };
  }

  #take(): Token {
    const token = this.#current;
    this.#index++;
    return token;
  }

  #isWord(word: string): boolean {
    return this.#current.kind === "name" && this.#current.text.toLowerCase() === word;
  }

  #expect(symbol: string): void {
    const token = this.#take();
    if (token.kind !== "symbol" || token.text !== symbol) {
      throw new FilterError(`Expected '${symbol}' but found '${token.text}'`, token.position);
    }
  }

  #or(): Expression {
    return this.#chain(
      "or",
      () => this.#and(),
      (operands, subject) => operands.some((operand) => operand.evaluate(subject) === true),
    );
  }

  #and(): Expression {
    return this.#chain(
      "and",
      () => this.#comparison(),
      (operands, subject) => operands.every((operand) => operand.evaluate(subject) === true),
    );
  }

  /** A flat list, so that a long chain needs no deep stack. */
  #chain(
    word: string,
    next: () => Expression,
    test: (operands: readonly Expression[], subject: FilterSubject) => boolean,
  ): Expression {
    const first = next();
    if (!this.#isWord(word)) return first;
    const operands = [this.#boolean(first)];
    while (this.#isWord(word)) {
      this.#take();
      operands.push(this.#boolean(next()));
    }
    return { type: "boolean", position: first.position, evaluate: (subject) => test(operands, subject) };
  }

  #comparison(): Expression {
    const left = this.#unary();
    const token = this.#current;
    const operator = token.text.toLowerCase();
    if (token.kind !== "name" || !comparisons.has(operator)) return left;
    this.#take();
    if (operator === "in") return this.#membership(left);
    const right = this.#unary();
    const { position } = left;
    if (operator === "eq" || operator === "ne") {
      if (left.type !== right.type && left.type !== "null" && right.type !== "null") {
        throw new FilterError(`Cannot compare ${left.type} with ${right.type}`, token.position);
      }
      const wanted = operator === "eq";
      return {
        type: "boolean",
        position,
        evaluate: (subject) => (left.evaluate(subject) === right.evaluate(subject)) === wanted,
      };
    }
    for (const side of [left, right])
      this.#check(side, ["integer", "null"], `'${operator}' compares integers`);
    return {
      type: "boolean",
      position,
      evaluate(subject) {
        const a = left.evaluate(subject);
        const b = right.evaluate(subject);
        return typeof a === "number" && typeof b === "number" && ordered(operator, a, b);
      },
    };
  }

  #membership(left: Expression): Expression {
    const { position } = left;
    if (this.#isWord("groups")) {
      this.#take();
      this.#check(left, ["string", "null"], "'in groups' requires a string");
      return {
        type: "boolean",
        position,
        evaluate(subject) {
          const value = left.evaluate(subject);
          return typeof value === "string" && subject.groups.has(value);
        },
      };
    }
    this.#expect("(");
    const values = new Set<FilterValue>();
    for (;;) {
      const literal = this.#literal(this.#take());
      if (literal === undefined)
        throw new FilterError("A list must contain only literals", this.#current.position);
      if (literal.type !== left.type && literal.type !== "null") {
        throw new FilterError(
          `Cannot look for ${left.type} in a list with ${literal.type}`,
          literal.position,
        );
      }
      values.add(literal.value);
      if (this.#current.text !== ",") break;
      this.#take();
    }
    this.#expect(")");
    return { type: "boolean", position, evaluate: (subject) => values.has(left.evaluate(subject)) };
  }

  #unary(): Expression {
    if (!this.#isWord("not")) return this.#primary();
    const { position } = this.#take();
    const operand = this.#nested(() => this.#boolean(this.#unary()), position);
    return { type: "boolean", position, evaluate: (subject) => operand.evaluate(subject) !== true };
  }

  #primary(): Expression {
    const token = this.#take();
    const { position } = token;
    if (token.kind === "symbol" && token.text === "(") {
      const inner = this.#nested(() => this.#or(), position);
      this.#expect(")");
      return inner;
    }
    const literal = this.#literal(token);
    if (literal !== undefined) return { type: literal.type, position, evaluate: () => literal.value };
    if (token.kind !== "name") throw new FilterError(`Unexpected '${token.text}'`, position);
    if (this.#current.text === "(" && this.#current.kind === "symbol")
      return this.#nested(() => this.#call(token), position);
    switch (token.text.toLowerCase()) {
      case "userid":
        return { type: "string", position, evaluate: ({ userId }) => userId ?? null };
      case "connectionid":
        return { type: "string", position, evaluate: ({ connectionId }) => connectionId };
      case "groups":
        return { type: "collection", position, evaluate: ({ groups }) => groups };
      default:
        throw new FilterError(
          `Unknown name '${token.text}'; userId, connectionId and groups are known`,
          position,
        );
    }
  }

  #call(name: Token): Expression {
    const definition = filterFunctions.get(name.text.toLowerCase());
    if (definition === undefined) throw new FilterError(`Unknown function '${name.text}'`, name.position);
    this.#expect("(");
    const args: Expression[] = [];
    while (this.#current.text !== ")" || this.#current.kind !== "symbol") {
      if (args.length > 0) this.#expect(",");
      const argument = this.#or();
      const types = definition.parameters[args.length];
      if (types === undefined)
        throw new FilterError(`'${name.text}' has too many arguments`, argument.position);
      this.#check(argument, types, `'${name.text}' takes ${types.join(" or ")} here`);
      args.push(argument);
    }
    this.#expect(")");
    if (args.length < definition.parameters.length - (definition.optional ?? 0)) {
      throw new FilterError(`'${name.text}' has too few arguments`, name.position);
    }
    return {
      type: definition.result,
      position: name.position,
      evaluate(subject) {
        const values = args.map((argument) => argument.evaluate(subject));
        return values.includes(null) ? definition.ofNull : definition.call(values);
      },
    };
  }

  #literal(
    token: Token,
  ): { readonly type: FilterType; readonly value: FilterValue; readonly position: number } | undefined {
    const { kind, text, position } = token;
    if (kind === "string") return { type: "string", value: text, position };
    if (kind === "integer") return { type: "integer", value: Number(text), position };
    if (kind !== "name") return undefined;
    const word = text.toLowerCase();
    if (word === "true" || word === "false") return { type: "boolean", value: word === "true", position };
    return word === "null" ? { type: "null", value: null, position } : undefined;
  }

  #nested(read: () => Expression, position: number): Expression {
    if (++this.#depth > maxDepth)
      throw new FilterError(`The filter nests deeper than ${maxDepth} levels`, position);
    const expression = read();
    this.#depth--;
    return expression;
  }

  #boolean(expression: Expression): Expression {
    this.#check(expression, ["boolean"], `Type '${expression.type}', expected 'boolean'`);
    return expression;
  }

  #check(expression: Expression, types: readonly FilterType[], message: string): void {
    if (!types.includes(expression.type)) throw new FilterError(message, expression.position);
  }
}

function ordered(operator: string, left: number, right: number): boolean {
  switch (operator) {
    case "gt":
      return left > right;
    case "ge":
      return left >= right;
    case "lt":
      return left < right;
    default:
      return left <= right;
  }
}
