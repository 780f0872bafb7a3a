// The packages that carry Node declare `os` and `cpu` as strings, which pnpm ignores: it would install all of them.
const asList = (value) => (typeof value === "string" ? [value] : value);

module.exports = {
  hooks: {
    readPackage(manifest) {
      if (manifest.name?.startsWith("node-linux-")) {
        manifest.os = asList(manifest.os);
        manifest.cpu = asList(manifest.cpu);
      }
      return manifest;
    },
  },
};
