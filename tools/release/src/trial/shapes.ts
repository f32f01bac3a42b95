import { additiveShapes } from "./additive-shapes.ts";
import { breakingShapes } from "./breaking-shapes.ts";
import type { Shape } from "./shape.ts";

export const shapes: readonly Shape[] = [...additiveShapes, ...breakingShapes];
