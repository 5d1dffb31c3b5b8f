const tableRows = 6;
const tableColumns = 4;

/** The table of `render-table` without white space; rows and columns count from 0. */
export function tableMarkup(): string {
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
  const cells = (row: number) => numbers(tableColumns).map((column) => `<td>${row},${column}</td>`);
  const rows = numbers(tableRows).map((row) => `<tr>${cells(row).join("")}</tr>`);
  return `<table>${rows.join("")}</table>`;
}

/** The greeting around the escaped name in `render-name`, without white space. */
export const greetingMarkup = { before: "<p>Hello,", after: "!</p>" } as const;
