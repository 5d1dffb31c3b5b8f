/**
 * To be imported only where a document is read. It stands between, for of a CommonJS package a bundle gives no names to who
 * imports it while it runs.
 */
export { parse } from "yaml";
