// An S3 server on loopback for test/store.py: node server.mjs PORT FOLDER [CERT KEY]. One bucket, heye; key S3RVER, secret S3RVER.
// It recomputes every signature (the npm package is pinned in package-lock.json).
import { readFileSync } from "node:fs";
import S3rver from "@20minutes/s3rver";

const [port, directory, cert, key] = process.argv.slice(2);
const tls = cert ? { cert: readFileSync(cert), key: readFileSync(key) } : {};
const server = new S3rver({
  address: "127.0.0.1", port: Number(port), directory, silent: true, configureBuckets: [{ name: "heye", configs: [] }], ...tls,
});
await server.run();
console.log("up");
