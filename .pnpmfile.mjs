export const hooks = {
  /** A published manifest says what its user needs: not how it is built and tested here. */
  beforePacking(manifest) {
    delete manifest.devDependencies;
    delete manifest.scripts;
    return manifest;
  },
};
