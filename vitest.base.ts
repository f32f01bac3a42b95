/**
 * The settings of every package's tests. The timeouts only end what hangs: on a busy machine of two cores a test that
 * compiles or starts processes takes many times as long as on an idle one.
 */
export default {
  test: {
    include: ["{test,e2e,runtime}/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
};
