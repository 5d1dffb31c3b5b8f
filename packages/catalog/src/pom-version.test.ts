import { resolve } from "node:path";
import { expect, test } from "vitest";
import { loadCatalog } from "./load-catalog.ts";
import { pomVersion } from "./pom-version.ts";

const pom = `<project>
  <!-- <parent><artifactId>tea-old</artifactId><version>0</version></parent> -->
  <parent><groupId>org.tea</groupId><artifactId>tea-starter-parent</artifactId> <version>
    4.0.7 </version></parent>
  <properties><cup.version>5.1</cup.version></properties>
  <dependencies>
    <dependency><artifactId>cup-core</artifactId><version>9</version></dependency>
    <dependency><artifactId>cup-bom</artifactId><version>\${cup.version}</version><type>pom</type></dependency>
    <dependency><artifactId>far-bom</artifactId><version>\${far.version}</version><type>pom</type></dependency>
  </dependencies>
</project>`;

test.each([
  ["tea", "4.0.7"],
  ["cup", "5.1"],
  ["far", undefined],
  ["te", undefined],
])("the version of %s is that of its parent or its BOM", (framework, version) => {
  expect(pomVersion(pom, framework)).toBe(version);
});

test("each Java stack's framework has a version before there is an image", async () => {
  const { stacks } = await loadCatalog(resolve(import.meta.dirname, "../../.."));
  const java = stacks.filter(({ runtime }) => runtime === "jvm");
  expect(java.length).toBeGreaterThanOrEqual(2);
  for (const { framework = "", versions } of java) {
    expect(versions[framework]).toMatch(/^\d+\.\d+\.\d+$/);
  }
});
