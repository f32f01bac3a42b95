import base from "../../vitest.base.ts";

export default {
  test: {
    ...base.test,
    root: import.meta.dirname,
    include: ["*.test.ts"],
  },
};
