// Docusaurus loads plugins through jiti, which rewrites every module it meets, `import()` included, and breaks some
// (zod's frozen exports). A CommonJS file is required natively, so its `import()` is Node's own.
module.exports = (url) => import(url);
