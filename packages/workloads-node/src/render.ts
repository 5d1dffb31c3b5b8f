import { Eta } from "eta/core";
import { html, type Answer } from "./answer.ts";
import { readName, type Query } from "./read-input.ts";

// `@` names a template given in memory. Escaping is on by default.
const eta = new Eta();
eta.loadTemplate("@name", "<p>Hello, <%= it.name %>!</p>");
eta.loadTemplate(
  "@table",
  `<table>
<% it.rows.forEach((row) => { %>
  <tr>
<% row.forEach((cell) => { %>
    <td><%= cell %></td>
<% }) %>
  </tr>
<% }) %>
</table>`,
);

export function renderName(query: Query): Answer {
  return html(eta.render("@name", { name: readName(query) }));
}

export function renderTable(): Answer {
  const rows = Array.from({ length: 6 }, (_, row) =>
    Array.from({ length: 4 }, (_, column) => `${row},${column}`),
  );
  return html(eta.render("@table", { rows }));
}
